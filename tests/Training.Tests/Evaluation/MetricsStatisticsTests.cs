using LearnML.Contracts;
using LearnML.Training.Evaluation;

namespace LearnML.Training.Tests.Evaluation;

public class MetricsStatisticsTests
{
    // numpy: mean and std(ddof=1) of these numbers.
    private static readonly Metrics[] Folds =
    [
        .. new[] { 0.1703, 0.18, 0.15, 0.2, 0.17 }.Select((value, fold) => new Metrics
        {
            Loss = value,
            Accuracy = 1 - value,
            Rmse = 10 * value,
            Mae = 2 * value,
            R2 = 2 - value,
            LogRmse = value + 1,
            MacroF1 = 0.5,
            RocAuc = fold == 3 ? null : value,
        }),
    ];

    [Fact]
    public void Mean_is_computed_per_metric()
    {
        var mean = MetricsStatistics.Mean(Folds);

        Assert.Equal(0.17406, mean.Loss, 1e-12);
        Assert.Equal(1 - 0.17406, mean.Accuracy!.Value, 1e-12);
        Assert.Equal(1.7406, mean.Rmse!.Value, 1e-12);
        Assert.Equal(0.34812, mean.Mae!.Value, 1e-12);
        Assert.Equal(2 - 0.17406, mean.R2!.Value, 1e-12);
        Assert.Equal(1.17406, mean.LogRmse!.Value, 1e-12);
        Assert.Equal(0.5, mean.MacroF1!.Value, 1e-12);
    }

    [Fact]
    public void Standard_deviation_divides_by_n_minus_1()
    {
        var deviation = MetricsStatistics.StandardDeviation(Folds);

        Assert.Equal(0.018149876032634495, deviation.Loss, 1e-12);
        Assert.Equal(0.018149876032634495, deviation.Accuracy!.Value, 1e-12);
        Assert.Equal(0.18149876032634495, deviation.Rmse!.Value, 1e-12);
        Assert.Equal(0.03629975206526899, deviation.Mae!.Value, 1e-12);
        Assert.Equal(0.018149876032634495, deviation.LogRmse!.Value, 1e-12);
        Assert.Equal(0, deviation.MacroF1);
    }

    [Fact]
    public void Metric_that_one_fold_lacks_has_no_mean_and_deviation()
    {
        Assert.Null(MetricsStatistics.Mean(Folds).RocAuc);
        Assert.Null(MetricsStatistics.StandardDeviation(Folds).RocAuc);
        Assert.NotNull(MetricsStatistics.Mean(Folds[..3]).RocAuc);
    }

    [Fact]
    public void Single_fold_has_its_own_mean_and_deviation_0()
    {
        Assert.Equal(Folds[0], MetricsStatistics.Mean(Folds[..1]));
        Assert.Equal(0, MetricsStatistics.StandardDeviation(Folds[..1]).Loss);
    }
}
