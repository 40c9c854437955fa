using System.Globalization;
using LearnML.Contracts;

namespace LearnML.Training.Evaluation;

/// <summary>The exception for a training whose loss became too large or is no longer finite.</summary>
public sealed class DivergedException : Exception
{
    /// <summary>
    /// The training has diverged when the loss is more than this many times the loss before the first step. Steps that are far too large
    /// can lead there even though all numbers stay finite.
    /// </summary>
    private const double MaximumLossRatio = 1000;

    private DivergedException(EpochScores scores, string reason, string? layer)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"The training diverged in {DescribeEpoch(scores)}: {reason}. {DescribeLastGoodEpoch(scores.Epoch)} " +
            $"Try a learning rate below {scores.LearningRate}, or set optimizer.clipNorm.")) =>
        Diagnosis = new Diagnosis("divergence", Message, layer, scores.Epoch)
        {
            Numbers = new Dictionary<string, double> { ["learningRate"] = scores.LearningRate },
        };

    /// <summary>The divergence as an entry of a report.</summary>
    public Diagnosis Diagnosis { get; }

    /// <summary>The report on the epochs before the divergence; null until the run sets it.</summary>
    public Report? Report { get; internal set; }

    /// <summary>Checks whether the training diverged in an epoch, by its losses, gradient norm and layer statistics.</summary>
    /// <param name="scores">The scores of the epoch.</param>
    /// <param name="initialLoss">The loss before the first step.</param>
    /// <returns>The exception to throw if the training diverged; otherwise null.</returns>
    internal static DivergedException? Detect(EpochScores scores, double initialLoss)
    {
        var layer = scores.FirstNonFiniteLayer;
        foreach (var value in scores.Losses.Append(scores.GradientNorm))
        {
            if (!double.IsFinite(value))
            {
                return new DivergedException(
                    scores, string.Create(CultureInfo.InvariantCulture, $"the loss or the gradient norm became {value:g4}"), layer);
            }
        }

        var loss = scores.Losses.Min();
        if (loss > MaximumLossRatio * initialLoss)
        {
            var rise = string.Create(CultureInfo.InvariantCulture, $"the loss rose from {initialLoss:g4} to {loss:g4}");
            return new DivergedException(scores, rise, layer);
        }

        return scores.AreFinite
            ? null
            : new DivergedException(scores, $"the values of {(layer is null ? "all layers" : $"layer {layer}")} are no longer finite", layer);
    }

    private static string DescribeEpoch(EpochScores scores) => string.Create(
        CultureInfo.InvariantCulture, $"epoch {scores.Epoch}{(scores.Fold is null ? "" : $" of fold {scores.Fold}")}");

    private static string DescribeLastGoodEpoch(int epoch) => epoch == 1
        ? "There is no good epoch."
        : string.Create(CultureInfo.InvariantCulture, $"The last good epoch is {epoch - 1}.");
}
