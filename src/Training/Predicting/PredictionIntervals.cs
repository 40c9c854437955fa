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
        return predictor.Description.Target is not null || !(level > 0 && level < 1)
            ? ConformalLevel.FindProblem(predictor.Conformal, level)
            : "only applies to models that predict numbers, and this model predicts classes; use set";
    }

    /// <summary>Returns the interval around a predicted number, in the unit of the target.</summary>
    public PredictionInterval Around(double value) => ConformalErrors.IntervalAround(value, quantile, isLog);
}
