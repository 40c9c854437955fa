using System.Globalization;

namespace LearnML.Api.Models.Serving;

/// <summary>What a prediction request asks for, besides predictions.</summary>
/// <param name="Strict">Whether a value that the model cannot use is an error. Otherwise it is a warning.</param>
/// <param name="Explain">Whether each prediction is explained.</param>
public sealed record PredictionOptions(bool Strict, bool Explain)
{
    /// <summary>The name of the parameter.</summary>
    internal const string ExplainField = "explain";

    /// <summary>Why predictions for images cannot be explained.</summary>
    internal const string OnlyTables = "only applies to models of tables, and this model takes images";

    /// <summary>Returns why so many rows cannot be explained.</summary>
    internal static string TooManyRows(int maximum) => string.Create(
        CultureInfo.InvariantCulture, $"explains at most {maximum:n0} rows of this model in one request; send fewer");
}
