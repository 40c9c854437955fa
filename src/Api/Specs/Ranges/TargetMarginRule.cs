using LearnML.Contracts;

namespace LearnML.Api.Specs.Ranges;

/// <summary>When a spec can have a <see cref="PreprocessingSpec.TargetMargin"/> of its own.</summary>
internal static class TargetMarginRule
{
    /// <summary>
    /// Returns why a margin does not apply; null if it does. Stored specs are complete, so the default stands in them also where it has no effect.
    /// </summary>
    /// <param name="preprocessing">The settings; null: all defaults.</param>
    /// <param name="isClassification">Whether the target is a class.</param>
    public static string? FindProblem(PreprocessingSpec? preprocessing, bool isClassification) =>
        preprocessing is null || preprocessing.TargetMargin == new PreprocessingSpec().TargetMargin ? null
        : isClassification ? "only applies to regression"
        : preprocessing.Target == TargetTransform.None
            ? "does not apply to the target none, which sets no limits; leave it out, or use the target standardize"
        : null;
}
