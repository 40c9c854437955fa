using System.Globalization;
using System.Text.Json;
using LearnML.Api.Requests;
using LearnML.Api.Specs.Networks;
using LearnML.Api.Specs.Ranges;
using LearnML.Contracts;
using LearnML.Training.Calibration;
using LearnML.Training.Checkpoints;
using LearnML.Training.Preprocessing;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Inspection;

namespace LearnML.Api.Models.Transfer;

/// <summary>Validates the description of an imported checkpoint.</summary>
/// <param name="errors">Collects validation errors.</param>
internal sealed class CheckpointValidator(FieldErrors errors)
{
    private const int MaximumPixels = 1 << 24;
    private const int MaximumClasses = 10_000;
    private const int MaximumHashLength = 128;
    private const int MaximumSpecBytes = 4 << 20;
    private const string FiniteRule = "must be a finite number";

    /// <summary>Checks the whole description.</summary>
    public void Validate(CheckpointDescription description)
    {
        errors.Require(
            description.Format == CheckpointDescription.CurrentFormat,
            "format",
            $"must be {CheckpointDescription.CurrentFormat}, the only format that this version reads");
        errors.Require(description.Epoch >= 0, "epoch", "must be at least 0");
        errors.Require(
            description.DatasetHash.Length <= MaximumHashLength, "datasetHash", $"must have at most {MaximumHashLength} characters");

        // The registry stores the spec, and lists of models read it.
        errors.Require(
            JsonSerializer.SerializeToUtf8Bytes(description.Spec, WireFormat.Options).Length <= MaximumSpecBytes, "spec",
            $"must have at most {MaximumSpecBytes >> 20} MiB");
        ValidateClasses(description.Classes);
        errors.Require((description.Image is null) != (description.Table is null), "$", "must have either image or table");
        if (description.Image is { } image)
        {
            errors.Require(
                image is { Height: >= 1, Width: >= 1 } && (long)image.Height * image.Width <= MaximumPixels,
                "image",
                $"must have 1 to {MaximumPixels} pixels");
            errors.Require(image.Maximum is > 0 and <= float.MaxValue, "image.maximum", "must be above 0");
        }

        if (description.Table is { } table)
        {
            Validate(table);
        }

        ValidateTarget(description);
        if (description.Spec.Preprocessing is { } preprocessing)
        {
            FieldRange.CheckAll(preprocessing, "spec.preprocessing", errors);
            var marginProblem = TargetMarginRule.FindProblem(preprocessing, isClassification: description.Target is null);
            errors.Require(marginProblem is null, "spec.preprocessing.targetMargin", marginProblem ?? "");
        }

        errors.Require(
            description.Spec.Network.PeriodicEmbedding is null || description.Table?.Columns.Any(column => column.Number is not null) == true,
            "network.periodicEmbedding",
            "needs a column of numbers");
        var hasCategories = description.Table?.Columns.Any(column => column.Category is not null) == true;
        errors.Require(
            description.Spec.Network.CategoryEmbedding is null || hasCategories, "network.categoryEmbedding", "needs a column of categories");
        errors.Require(
            description.Spec.Network.CategoryDropout is null or 0 || hasCategories, "network.categoryDropout", "needs a column of categories");
        new NetworkCheck(errors).Check(description.Spec.Network, description.Image is { } known && !errors.HasErrorsIn("image") ? known.Size : null);
    }

    private void ValidateClasses(IReadOnlyList<string> classes)
    {
        errors.Require(classes.Count <= MaximumClasses, "classes", $"must be at most {MaximumClasses} classes");
        errors.Require(
            classes.All(name => name.Length <= CheckpointDescription.MaximumClassLength), "classes",
            $"must be names of at most {CheckpointDescription.MaximumClassLength} characters");
    }

    private void ValidateTarget(CheckpointDescription description)
    {
        errors.Require(
            description.Threshold is null
                || (description is { Target: null, Classes.Count: 2, Threshold: { Positive: 0 or 1, Value: >= 0 } }
                    && description.Threshold.Value <= DecisionThreshold.Never),
            "threshold",
            "must be for two classes, with positive 0 or 1 and a value from 0 to 1");
        errors.Require(
            description.Temperature is null or (> 0 and <= double.MaxValue) && (description.Temperature is null || description.Target is null),
            "temperature",
            "must be a finite number above 0, and only applies to classes");
        if (description.Target is { } target)
        {
            errors.Require(description.Classes.Count == 0, "classes", "cannot be combined with target");
            errors.Require(double.IsFinite(target.Mean), "target.mean", FiniteRule);
            errors.Require(double.IsFinite(target.Scale) && target.Scale != 0, "target.scale", "must be a finite number other than 0");
            errors.Require(
                (target.Minimum ?? double.NegativeInfinity) <= (target.Maximum ?? double.PositiveInfinity),
                "target.minimum",
                "must not be above target.maximum");
            return;
        }

        errors.Require(
            description.Classes.Count >= 2 && description.Classes.Distinct(StringComparer.Ordinal).Count() == description.Classes.Count,
            "classes",
            "must be at least 2 different classes");
    }

    private void Validate(TablePreprocessing table)
    {
        Validate(table.Format);
        errors.Require(
            table.Columns.Count is > 0 and <= InspectionOptions.DefaultMaximumColumns, "table.columns",
            $"must have 1 to {InspectionOptions.DefaultMaximumColumns} columns");
        foreach (var name in table.Columns.CountBy(column => column.Name).Where(name => name.Value > 1))
        {
            errors.Add("table.columns", $"contains '{name.Key}' {name.Value} times");
        }

        foreach (var (index, column) in table.Columns.Index())
        {
            Validate(column, string.Create(CultureInfo.InvariantCulture, $"table.columns[{index}]"));
        }
    }

    private void Validate(CsvFormat format)
    {
        errors.Require(
            CsvFormatReuse.SupportedDelimiters.Contains(format.Delimiter), "table.format.delimiter",
            "must be a comma, a semicolon, a vertical bar or a tab");
        errors.Require(CsvFormatReuse.SupportedQuotes.Contains(format.Quote), "table.format.quote", "must be one of \" '");
        errors.Require(CsvFormatReuse.SupportedDecimalMarks.Contains(format.DecimalMark), "table.format.decimalMark", "must be one of . ,");
        errors.Require(
            CsvFormatReuse.SupportedEncodings.Contains(format.Encoding),
            "table.format.encoding",
            $"must be one of {string.Join(", ", CsvFormatReuse.SupportedEncodings)}");
    }

    private void Validate(InputColumn column, string field)
    {
        var matchesType = (column.Type, column.Number, column.Category, column.Date) is
            (ColumnType.Numeric, not null, null, null)
            or (ColumnType.Categorical or ColumnType.Boolean, null, not null, null)
            or (ColumnType.Date, null, null, not null);
        errors.Require(
            column.Name.Length is > 0 and <= InspectionOptions.MaximumNameLength,
            field + ".name",
            $"must have 1 to {InspectionOptions.MaximumNameLength} characters");
        errors.Require(matchesType, field, "must have exactly one of number, category and date: the one that its type needs");
        Validate(column.Number, field + ".number");
        if (column.Category is { } category)
        {
            errors.Require(category.HasDistinctCategories(column.Type), field + ".category", "contains a category more than once");
        }

        if (column.Date is { } date)
        {
            errors.Require(
                date.Parts.Count is DateEncoding.MinimumParts or DateEncoding.MaximumParts,
                field + ".date.parts",
                "must be year, month, day, weekday and, optionally, hour");
            foreach (var (index, part) in date.Parts.Index())
            {
                Validate(part, string.Create(CultureInfo.InvariantCulture, $"{field}.date.parts[{index}]"));
            }
        }
    }

    private void Validate(NumberEncoding? number, string field)
    {
        errors.Require(number is null || double.IsFinite(number.Center), field + ".mean", FiniteRule);
        errors.Require(number is null || number.Scale is >= 0 and <= double.MaxValue, field + ".standardDeviation", "must be at least 0");
        errors.Require(number?.Clip is null or (> 0 and <= double.MaxValue), field + ".clip", "must be above 0");
        errors.Require(number?.SmoothClip is null or (> 0 and <= double.MaxValue), field + ".smoothClip", "must be above 0");
        errors.Require(
            number?.Quantiles is not { } quantiles
                || (quantiles.Numbers.Count == quantiles.Scores.Count && IsAscending(quantiles.Numbers) && quantiles.Scores.All(double.IsFinite)),
            field + ".quantiles",
            "must have as many scores as numbers, all finite, and the numbers in ascending order, without equal ones");
        errors.Require(number is null || IsAscending(number.Bins), field + ".bins", "must be finite, in ascending order, without equal numbers");
    }

    private static bool IsAscending(IReadOnlyList<double> numbers) =>
        numbers.All(double.IsFinite) && numbers.Zip(numbers.Skip(1)).All(pair => pair.First < pair.Second);
}
