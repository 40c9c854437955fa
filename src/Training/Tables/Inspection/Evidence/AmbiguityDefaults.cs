using LearnML.Contracts;

namespace LearnML.Training.Tables.Inspection.Evidence;

/// <summary>The readings to use for columns that fit several.</summary>
/// <param name="DecimalMark">The decimal separator.</param>
/// <param name="IsDecimalMarkSet">Whether the caller set the decimal separator.</param>
/// <param name="PrefersComma">Whether 1,234 is rather 1.234 than 1234: other columns have decimal commas, or fields end with semicolons.</param>
/// <param name="DateOrder">The order of day and month that the caller set; null if it did not.</param>
internal sealed record AmbiguityDefaults(char DecimalMark, bool IsDecimalMarkSet, bool PrefersComma, DateOrder? DateOrder);
