using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Calibration;

namespace LearnML.Training.Predicting;

/// <summary>
/// The conformal intervals around the numbers that a model predicts. All have the same width, or the same ratio of their ends if the model has
/// learned the logarithm of its target.
/// </summary>
public sealed class PredictionIntervals
{
    private readonly double quantile;
    private readonly bool isLog;

    /// <param name="predictor">The model.</param>
    /// <param name="level">The level; <see cref="FindProblem"/> must find none.</param>
    public PredictionIntervals(Predictor predictor, double level)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        (quantile, isLog) = (predictor.Conformal!.FindQuantile(level)!.Value, predictor.Description.Target!.IsLog);
    }

    /// <summary>Returns why a model has no intervals of a level, for an error message that begins with the field's name; null if it has.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="level">The share of true values that the intervals should hold.</param>
    public static string? FindProblem(Predictor predictor, double level)
    {
        ArgumentNullException.ThrowIfNull(predictor);
        return !(level > 0 && level < 1) ? string.Create(CultureInfo.InvariantCulture, $"must be above 0 and below 1, such as 0.9; it is {level}")
            : predictor.Description.Target is null ? "only applies to models that predict numbers, and this model predicts classes"
            : predictor.Conformal is not { } scores
            ? "needs the errors on rows that the model was not trained on, and this version has none: it was imported, or trained by an earlier "
                + "version of the service; train it again"
            : scores.FindQuantile(level) is not { } quantile ? DescribeTooFewRows(scores.Rows, level)
            : quantile == double.MaxValue ? "is too high for this version: among the errors up to this level are some that are not finite"
            : null;
    }

    /// <summary>Returns the interval around a predicted number, in the unit of the target.</summary>
    public PredictionInterval Around(double value) => ConformalErrors.IntervalAround(value, quantile, isLog);

    private static string DescribeTooFewRows(int rows, double level) => string.Create(CultureInfo.InvariantCulture,
        $"{level} needs {ConformalScores.RequiredRows(level):n0} rows that the model was not trained on, and this version has {rows:n0}; ")
        + string.Create(CultureInfo.InvariantCulture, $"with them, the highest level is {Math.Floor(1e4 * rows / (rows + 1)) / 1e4}");
}
