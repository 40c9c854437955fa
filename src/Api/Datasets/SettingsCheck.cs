using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Tables.Csv;

namespace LearnML.Api.Datasets;

/// <summary>Checks what a caller sets about a dataset, in an upload or in a correction.</summary>
/// <param name="errors">Collects validation errors.</param>
internal sealed class SettingsCheck(FieldErrors errors)
{
    private const int MaximumMarks = 100;

    private static readonly string MarkRule = $"must be one of {string.Join(' ', CsvFormatReuse.SupportedDecimalMarks)}";

    /// <summary>Checks the fields that need no file.</summary>
    public void Check(DatasetPatch settings)
    {
        errors.Require(IsMark(settings.DecimalMark), "decimalMark", MarkRule);
        errors.Require(IsMark(settings.Thousands), "thousands", MarkRule);
        errors.Require(settings.Thousands is null || settings.Thousands != settings.DecimalMark, "thousands", "must differ from decimalMark");
        errors.Require(settings.MissingMarks is not { } marks || (marks.Count <= MaximumMarks && marks.All(mark => mark.Length <= MaximumMarks)),
            "missingMarks", $"must have at most {MaximumMarks} texts of at most {MaximumMarks} characters");
        errors.Require(settings.FooterRows is null or >= 0, "footerRows", "must be at least 0");
        errors.Require(settings.MaximumInvalidShare is null or (>= 0 and <= 1), "maximumInvalidShare", "must be from 0 to 1");
    }

    private static bool IsMark(char? mark) => mark is not { } value || CsvFormatReuse.SupportedDecimalMarks.Contains(value);
}
