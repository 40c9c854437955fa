using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Fitting.Data;

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
    public static string? ExplainLeftOut(TrainingData data)
    {
        double rows = data.TrainRows.Length, width = data.InputWidth, outputs = data.OutputWidth > 2 ? data.OutputWidth : 1;
        return rows * width * outputs > MaximumInputs
            ? string.Create(CultureInfo.InvariantCulture, $"Boosted trees for {rows:n0} rows, {width:n0} inputs and ")
                + string.Create(CultureInfo.InvariantCulture, $"{data.OutputWidth:n0} outputs would take too much time and memory.")
            : null;
    }
}
