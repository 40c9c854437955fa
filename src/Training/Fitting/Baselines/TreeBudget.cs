using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Evaluation.Boosting;

namespace LearnML.Training.Fitting.Baselines;

/// <summary>How much time and memory boosted trees may take.</summary>
internal static class TreeBudget
{
    /// <summary>The share of a time budget that is left for boosted trees, if the spec asks for them.</summary>
    public const double TimeShare = 0.2;

    /// <summary>
    /// The maximum number of rows times inputs times trees of a round. So many take up to ten minutes for each split, on one core, and about 500 MB
    /// of memory.
    /// </summary>
    private const double MaximumInputs = 1 << 25;

    /// <summary>Returns the time budget of the networks of a run; null without one.</summary>
    public static TimeSpan? OfNetworks(JobSpec spec) => spec.Training.TimeBudgetSeconds is { } seconds
        ? TimeSpan.FromSeconds(seconds * (spec.CompareWith == ComparedModel.BoostedTrees ? 1 - TimeShare : 1))
        : null;

    /// <summary>Returns why a table is too large for boosted trees; null if it is not.</summary>
    /// <param name="rows">The number of training rows.</param>
    /// <param name="inputs">The number of inputs per row.</param>
    /// <param name="classes">The number of classes; 0 for regression.</param>
    public static string? ExplainLeftOut(int rows, int inputs, int classes)
    {
        var isLarge = (double)rows * inputs * new BoostingSettings(classes, rows).TreesPerRound > MaximumInputs;
        var size = string.Create(CultureInfo.InvariantCulture, $"{rows:n0} rows x {inputs:n0} inputs");
        var withClasses = classes > 2 ? string.Create(CultureInfo.InvariantCulture, $"{size} x {classes:n0} classes") : size;
        return isLarge ? $"Boosted trees for {withClasses} would take too much time or memory." : null;
    }
}
