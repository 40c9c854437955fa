using LearnML.Contracts;

namespace LearnML.Training.Fitting.Schedules;

/// <summary>Decides when to stop a training because its validation metric no longer improves.</summary>
internal sealed class EarlyStopping(EarlyStoppingSpec spec)
{
    private double best = double.PositiveInfinity;
    private int epochsWithoutImprovement;

    /// <summary>Returns the value to minimize: the metric, or its negative where a higher metric is better.</summary>
    public static double ValueToMinimize(StoppingMetric metric, Metrics validation) => metric switch
    {
        StoppingMetric.Accuracy => -validation.Accuracy!.Value,
        StoppingMetric.Rmse => validation.Rmse!.Value,
        StoppingMetric.Mae => validation.Mae!.Value,
        StoppingMetric.LogRmse => validation.LogRmse!.Value,
        _ => validation.Loss,
    };

    /// <summary>Adds the value of the next epoch.</summary>
    /// <param name="value">The value to minimize.</param>
    /// <returns>Whether the training should stop.</returns>
    public bool ShouldStop(double value)
    {
        if (value < best - spec.MinimumImprovement)
        {
            (best, epochsWithoutImprovement) = (value, 0);
            return false;
        }

        return ++epochsWithoutImprovement >= spec.Patience;
    }
}
