using LearnML.Contracts;

namespace LearnML.Training.Evaluation.Baselines;

/// <summary>Computes what a network gains over baselines: in the loss, then in accuracy or RMSE, weighted by the weights of the rows.</summary>
internal static class BaselineGains
{
    /// <summary>Returns the gains over the better of two baselines; none for fewer than two rows.</summary>
    /// <param name="task">Classification or regression.</param>
    /// <param name="network">The errors of the network.</param>
    /// <param name="constant">The errors of the same prediction for every row.</param>
    /// <param name="linear">The errors of the linear model; null without one.</param>
    public static IReadOnlyList<BaselineGain> Compute(LearningTask task, RowErrors network, RowErrors constant, RowErrors? linear) =>
        Compute(task, network, [(BaselineKind.Constant, constant), .. linear is null ? [] : new[] { (BaselineKind.Linear, linear) }]);

    /// <summary>Returns the gains over a single baseline; none for fewer than two rows.</summary>
    /// <param name="task">Classification or regression.</param>
    /// <param name="network">The errors of the network.</param>
    /// <param name="baseline">The errors of the baseline.</param>
    /// <param name="kind">The kind of the baseline.</param>
    public static IReadOnlyList<BaselineGain> Compute(LearningTask task, RowErrors network, RowErrors baseline, BaselineKind kind) =>
        Compute(task, network, [(kind, baseline)]);

    private static BaselineGain[] Compute(LearningTask task, RowErrors network, (BaselineKind Kind, RowErrors Errors)[] baselines)
    {
        network = network.WithoutWeightlessRows();
        baselines = Array.ConvertAll(baselines, each => (each.Kind, each.Errors.WithoutWeightlessRows()));
        if (network.Losses.Length < 2)
        {
            return [];
        }

        return
        [
            Gain(BaselineMetric.Loss, each => each.Losses, mean => mean),
            task == LearningTask.Classification
                ? Gain(BaselineMetric.Accuracy, each => each.Errors, mean => mean)
                : Gain(BaselineMetric.Rmse, each => each.Errors, Math.Sqrt),
        ];

        BaselineGain Gain(BaselineMetric metric, Func<RowErrors, double[]> select, Func<double, double> statistic)
        {
            var (kind, errors) = baselines.MinBy(each => each.Errors.Mean(select(each.Errors)));
            var (baseline, own) = (select(errors), select(network));
            var (lower, upper) = PairedBootstrap.Interval(baseline, own, statistic, network.Weights);
            return new BaselineGain(
                metric, kind, statistic(network.Mean(baseline)) - statistic(network.Mean(own)), lower, upper);
        }
    }
}
