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
        errors.Require(validation.Assignment is null || validation.Folds is not null, "validation.assignment", "only applies to folds");
        errors.Require(validation.Assignment != FoldAssignment.Group || validation.GroupColumn is not null, "validation.groupColumn",
            "is required with the assignment group");
        errors.Require(validation.GroupColumn is null || validation.Assignment == FoldAssignment.Group, "validation.groupColumn",
            "only applies to the assignment group");
    }
}
