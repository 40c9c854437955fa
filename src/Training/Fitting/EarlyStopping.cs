using LearnML.Contracts;

namespace LearnML.Training.Fitting;

/// <summary>Says when a network's validation score no longer gets better.</summary>
internal sealed class EarlyStopping(EarlyStoppingSpec spec)
{
    private double best = double.PositiveInfinity;
    private int waited;

    /// <summary>What is to be low: the score, or its negative.</summary>
    public static double Value(StoppingMetric metric, Metrics validation) => metric switch
    {
        StoppingMetric.Accuracy => -validation.Accuracy!.Value,
        StoppingMetric.Rmse => validation.Rmse!.Value,
        StoppingMetric.LogRmse => validation.LogRmse!.Value,
        _ => validation.Loss,
    };

    /// <summary>Takes an epoch's scores.</summary>
    /// <returns>Whether the training should end.</returns>
    public bool Ends(Metrics validation)
    {
        var value = Value(spec.Metric, validation);
        if (value < best - spec.MinimumImprovement)
        {
            (best, waited) = (value, 0);
            return false;
        }

        return ++waited >= spec.Patience;
    }
}
