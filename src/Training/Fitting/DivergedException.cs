using System.Globalization;

namespace LearnML.Training.Fitting;

/// <summary>The loss left the range in which a network can learn.</summary>
public sealed class DivergedException : Exception
{
    private DivergedException(EpochScores scores, double value)
        : base(string.Create(CultureInfo.InvariantCulture, $"The training diverged in {Where(scores)}: the loss or its gradient became {value:g4}. {Before(scores.Epoch)} Try a smaller learning rate than {scores.LearningRate}."))
    {
    }

    /// <exception cref="DivergedException">The epoch's loss or gradient is no longer finite.</exception>
    internal static void ThrowIf(EpochScores scores)
    {
        foreach (var value in (ReadOnlySpan<double>)[scores.Train.Loss, scores.Validation?.Loss ?? 0, scores.GradientNorm])
        {
            if (!double.IsFinite(value))
            {
                throw new DivergedException(scores, value);
            }
        }
    }

    private static string Where(EpochScores scores) => string.Create(
        CultureInfo.InvariantCulture, $"epoch {scores.Epoch}{(scores.Fold is null ? "" : $" of fold {scores.Fold}")}");

    private static string Before(int epoch) => epoch == 1
        ? "No epoch before it was finite."
        : string.Create(CultureInfo.InvariantCulture, $"The last finite epoch is {epoch - 1}.");
}
