using System.Globalization;

namespace LearnML.Training.Tables.Csv;

/// <summary>A row of a file has more fields than <see cref="FieldLimitReader"/> lets through.</summary>
/// <param name="maximumFields">The maximum number of fields.</param>
internal sealed class FieldLimitException(int maximumFields)
    : Exception(string.Create(CultureInfo.InvariantCulture, $"it has more than {maximumFields} columns; at most {maximumFields} can be read"));
