using LearnML.Contracts;

namespace LearnML.Training.Evaluation.Baselines;

/// <summary>Computes what a network gains over the better baseline.</summary>
internal static class BaselineGains
{
    /// <summary>Returns the gains in the loss and in accuracy or RMSE, weighted by the weights of the rows; none for fewer than two rows.</summary>
    /// <param name="task">Classification or regression.</param>
    /// <param name="network">The errors of the network.</param>
    /// <param name="constant">The errors of the same prediction for every row.</param>
    /// <param name="linear">The errors of the linear model; null without one.</param>
    public static IReadOnlyList<BaselineGain> Compute(LearningTask task, RowErrors network, RowErrors constant, RowErrors? linear)
    {
        (network, constant, linear) = (network.WithoutWeightlessRows(), constant.WithoutWeightlessRows(), linear?.WithoutWeightlessRows());
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
            var isLinear = linear is not null && Mean(linear) < Mean(constant);
            var (baseline, own) = (select(isLinear ? linear! : constant), select(network));
            var (lower, upper) = PairedBootstrap.Interval(baseline, own, statistic, network.Weights);
            return new BaselineGain(
                metric,
                isLinear ? BaselineKind.Linear : BaselineKind.Constant,
                statistic(network.Mean(baseline)) - statistic(network.Mean(own)),
                lower,
                upper);

            double Mean(RowErrors errors) => errors.Mean(select(errors));
        }
    }
}
