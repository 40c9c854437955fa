using System.Globalization;
using LearnML.Contracts;

namespace LearnML.Training.Fitting;

/// <summary>The loss left the range in which a network can learn.</summary>
public sealed class DivergedException : Exception
{
    /// <summary>
    /// A network whose loss is this many times that before any step has lost more than it was given: steps far too large
    /// leave it there with numbers that stay finite.
    /// </summary>
    private const double MostTimesFirst = 1000;

    private DivergedException(EpochScores scores, string reason, string? layer)
        : base(string.Create(CultureInfo.InvariantCulture, $"The training diverged in {Where(scores)}: {reason}. {Before(scores.Epoch)} Try a smaller learning rate than {scores.LearningRate}, or optimizer.clipNorm.")) =>
        Diagnosis = new Diagnosis("divergence", Message, layer, scores.Epoch);

    /// <summary>The same for a report.</summary>
    public Diagnosis Diagnosis { get; }

    /// <summary>What there is to say of the run all the same.</summary>
    public Report? Report { get; internal set; }

    /// <summary>Looks at an epoch's losses, gradient and layers.</summary>
    /// <param name="scores">The epoch.</param>
    /// <param name="firstLoss">The loss before any step.</param>
    /// <returns>What is wrong where they left the range in which a network can learn; null where they did not.</returns>
    internal static DivergedException? Of(EpochScores scores, double firstLoss)
    {
        var layer = scores.LayerBeyondNumbers;
        foreach (var value in scores.Losses.Append(scores.GradientNorm))
        {
            if (!double.IsFinite(value))
            {
                return new DivergedException(scores, string.Create(CultureInfo.InvariantCulture, $"the loss or its gradient became {value:g4}"), layer);
            }
        }

        var loss = scores.Losses.Min();
        return loss > MostTimesFirst * firstLoss ? new DivergedException(scores, string.Create(CultureInfo.InvariantCulture, $"the loss rose from {firstLoss:g4} to {loss:g4}"), layer)
            : scores.AreFinite ? null
            : new DivergedException(scores, layer is null ? "the numbers of its layers are no longer finite" : $"the numbers of layer {layer} are no longer finite", layer);
    }

    private static string Where(EpochScores scores) => string.Create(
        CultureInfo.InvariantCulture, $"epoch {scores.Epoch}{(scores.Fold is null ? "" : $" of fold {scores.Fold}")}");

    private static string Before(int epoch) => epoch == 1
        ? "It has no good epoch."
        : string.Create(CultureInfo.InvariantCulture, $"Its last good epoch is {epoch - 1}.");
}
