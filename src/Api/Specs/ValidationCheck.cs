using System.Globalization;
using LearnML.Api.Requests;
using LearnML.Api.Specs.Ranges;
using LearnML.Contracts;

namespace LearnML.Api.Specs;

/// <summary>Validates the choice of the validation rows.</summary>
/// <param name="errors">Collects the validation errors.</param>
internal sealed class ValidationCheck(FieldErrors errors)
{
    /// <summary>Validates all fields that do not depend on the dataset.</summary>
    public void Check(ValidationSpec validation)
    {
        FieldRange.CheckAll(validation, "validation", errors);
        var ways = (validation.Holdout is null ? 0 : 1) + (validation.TestPart ? 1 : 0) + (validation.Folds is null ? 0 : 1);
        errors.Require(ways <= 1, "validation", "can have only one of holdout, testPart and folds");
        errors.Require(validation.TestFraction is null or 0 || !validation.TestPart, "validation.testFraction", "does not apply to testPart");
        errors.Require(validation.Assignment is null || !validation.TestPart, "validation.assignment", "does not apply to testPart");
        errors.Require(validation.Assignment != FoldAssignment.Group || validation.GroupColumn is not null, "validation.groupColumn",
            "is required with the assignment group");
        errors.Require(validation.Assignment != FoldAssignment.Time || validation.TimeColumn is not null, "validation.timeColumn",
            "is required with the assignment time");
        errors.Require(validation.TimeColumn is null || validation.Assignment is null or FoldAssignment.Time, "validation.timeColumn",
            "only applies to the assignment time");
        errors.Require(validation.Keep != KeptEpoch.BestOfOtherFolds || validation.Folds is not null, "validation.keep",
            "is bestOfOtherFolds, which needs validation.folds");
        if (validation.Repeats > 1)
        {
            CheckRepeats(validation);
        }
    }

    private void CheckRepeats(ValidationSpec validation)
    {
        const string Field = "validation.repeats";
        errors.Require(validation.Folds is not null, Field, "only applies to folds");
        errors.Require(validation.Assignment is not (FoldAssignment.Contiguous or FoldAssignment.Time), Field,
            "needs random folds: the assignment must be shuffled, stratified or group");
        errors.Require((validation.Folds ?? 1L) * validation.Repeats <= ValidationSpec.MaximumRepeatedFolds, Field, string.Create(
            CultureInfo.InvariantCulture, $"times validation.folds must be at most {ValidationSpec.MaximumRepeatedFolds:n0}"));
    }
}
