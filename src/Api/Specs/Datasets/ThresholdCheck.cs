using System.Globalization;
using LearnML.Api.Requests;
using LearnML.Api.Specs.Ranges;
using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Tables.Columns;

namespace LearnML.Api.Specs.Datasets;

/// <summary>Validates how the threshold of two classes is chosen.</summary>
/// <param name="errors">Collects the validation errors.</param>
internal sealed class ThresholdCheck(FieldErrors errors)
{
    private const string Field = "threshold";

    /// <summary>Validates the fields that do not depend on the dataset.</summary>
    public void Check(ThresholdSpec threshold)
    {
        FieldRange.CheckAll(threshold, Field, errors);
        var needsAtLeast = threshold.By is ThresholdRule.Precision or ThresholdRule.Recall;
        errors.Require(!needsAtLeast || threshold.AtLeast is not null, $"{Field}.atLeast",
            "is required: the precision or the recall that is wanted, such as 0.9");
        errors.Require(needsAtLeast || threshold.AtLeast is null, $"{Field}.atLeast", "only applies to by: precision and by: recall");
    }

    /// <summary>Validates the fields that depend on the target.</summary>
    /// <param name="threshold">The threshold; null if the spec asks for none.</param>
    /// <param name="outputs">The number of classes; 1 for regression.</param>
    /// <param name="classes">The class names; null if they are not known yet.</param>
    public void CheckClasses(ThresholdSpec? threshold, int outputs, IReadOnlyList<string>? classes)
    {
        if (threshold is null || outputs != 2)
        {
            errors.Require(threshold is null, Field, outputs == 1
                ? "only applies to classification: the target is a number"
                : string.Create(CultureInfo.InvariantCulture, $"only applies to two classes, and the target has {outputs:n0}"));
            return;
        }

        if (threshold.Positive is { } positive && classes is not null && PositiveClass.IndexOf(positive, classes) < 0)
        {
            var near = NearestName.Find(positive, [.. classes]);
            errors.Add($"{Field}.positive", $"must be one of {string.Join(", ", classes)}" + (near is null ? "" : $"; did you mean '{near}'?"));
        }
    }
}
