using LearnML.Contracts;

namespace LearnML.Training.Calibration;

/// <summary>
/// The error of a prediction that intervals and sets are calibrated with. Of a number, it is the distance from the true number, or if the network
/// has learned the logarithm of its target, the distance of the logarithms: on this scale the errors of small and large numbers are alike. Of a
/// class, it is what its probability lacks to 1.
/// </summary>
internal static class ConformalErrors
{
    /// <summary>Returns the error of a prediction; the largest finite number if it is not finite.</summary>
    public static double ErrorOf(double truth, double predicted, bool isLog)
    {
        var error = Math.Abs(isLog ? Math.Log(truth) - Math.Log(predicted) : truth - predicted);
        return double.IsFinite(error) ? error : double.MaxValue;
    }

    /// <summary>Returns the error of a probability for the true class.</summary>
    public static double ErrorOf(double probability) => Math.Clamp(1 - probability, 0, 1);

    /// <summary>Returns the numbers whose error is at most the quantile. Both ends are finite.</summary>
    public static PredictionInterval IntervalAround(double predicted, double quantile, bool isLog)
    {
        var (low, high) = isLog
            ? (predicted * Math.Exp(-quantile), predicted * Math.Exp(quantile))
            : (predicted - quantile, predicted + quantile);
        return new PredictionInterval(Math.Max(low, -double.MaxValue), Math.Min(high, double.MaxValue));
    }
}
