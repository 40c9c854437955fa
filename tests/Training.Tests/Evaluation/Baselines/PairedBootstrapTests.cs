using LearnML.Contracts;
using LearnML.Training.Evaluation.Baselines;
using LearnML.Training.Randomness;

namespace LearnML.Training.Tests.Evaluation.Baselines;

/// <summary>The 95 % interval of a gain.</summary>
public class PairedBootstrapTests
{
    private const int Samples = 400;

    // Seed 5. Of 400 intervals, 95 % are 380, with a standard deviation of 4.4.
    [Theory]
    [InlineData(8)]
    [InlineData(30)]
    [InlineData(200)]
    public void Interval_contains_the_true_gain_in_about_95_of_100_samples(int rows)
    {
        var random = new SplitMix64(5);
        var contained = 0;
        for (var sample = 0; sample < Samples; sample++)
        {
            var difficulty = Draw(random, rows);
            var own = difficulty.Zip(Draw(random, rows), (hard, noise) => hard + noise).ToArray();
            var baseline = difficulty.Zip(Draw(random, rows), (hard, noise) => hard + noise + 0.7).ToArray();
            var (lower, upper) = PairedBootstrap.Interval(baseline, own, mean => mean);
            contained += lower <= 0.7 && 0.7 <= upper ? 1 : 0;
        }

        Assert.InRange((double)contained / Samples, 0.92, 0.985);
    }

    // The standard error of a mean of 5,000 differences with standard deviation 2 is 2 / √5000.
    [Fact]
    public void Groups_of_many_rows_give_the_width_of_all_rows()
    {
        var random = new SplitMix64(6);
        double[] worse = [.. Draw(random, 5000).Select(value => 1 + (2 * value))];

        var (lower, upper) = PairedBootstrap.Interval(worse, new double[5000], mean => mean);

        Assert.Equal(2 * 1.96 * 2 / Math.Sqrt(5000), upper - lower, 0.01);
        Assert.Equal(worse.Average(), (lower + upper) / 2, 0.01);
    }

    [Fact]
    public void Same_rows_give_the_same_interval_and_equal_predictions_the_interval_0()
    {
        double[] losses = [0.1, 0.5, 0.2, 0.9];

        Assert.Equal(PairedBootstrap.Interval(losses, [0, 1, 0, 1], mean => mean), PairedBootstrap.Interval(losses, [0, 1, 0, 1], mean => mean));
        Assert.Equal((0, 0), PairedBootstrap.Interval(losses, losses, mean => mean));
    }

    // Tables of Student's t: 2.776 for 4 degrees of freedom, 2.262 for 9, 1.984 for 100.
    [Theory]
    [InlineData(4, 2.776)]
    [InlineData(9, 2.262)]
    [InlineData(100, 1.984)]
    public void Quantile_of_Student_is_that_of_the_tables(int freedom, double expected) =>
        Assert.Equal(expected, PairedBootstrap.StudentQuantile(freedom), 0.01);

    [Fact]
    public void Gain_is_over_the_better_baseline_in_each_metric()
    {
        var network = new RowErrors([0.2, 0.3, 0.1, 0.2], [0, 0, 0, 1]);
        var constant = new RowErrors([0.7, 0.7, 0.7, 0.7], [0, 0, 1, 0]);
        var linear = new RowErrors([0.4, 0.6, 0.5, 0.5], [0, 1, 1, 0]);

        var gains = BaselineGains.Compute(LearningTask.Classification, network, constant, linear);

        Assert.Equal([(BaselineMetric.Loss, BaselineKind.Linear), (BaselineMetric.Accuracy, BaselineKind.Constant)],
            gains.Select(gain => (gain.Metric, gain.Baseline)));
        Assert.Equal([0.3, 0], gains.Select(gain => Math.Round(gain.Gain, 12)));
        Assert.All(gains, gain => Assert.InRange(gain.Gain, gain.Lower, gain.Upper));
        Assert.Empty(BaselineGains.Compute(LearningTask.Classification, new RowErrors([1], [0]), new RowErrors([1], [0]), null));
    }

    // Errors of 3 and 1: the RMSE falls from 3 to 1.
    [Fact]
    public void Gain_of_a_regression_is_in_the_unit_of_the_target()
    {
        var gain = BaselineGains.Compute(LearningTask.Regression, new RowErrors([1, 1], [1, 1]), new RowErrors([9, 9], [9, 9]), null)[1];

        Assert.Equal((BaselineMetric.Rmse, 2.0, 2.0, 2.0), (gain.Metric, gain.Gain, gain.Lower, gain.Upper));
    }

    private static double[] Draw(SplitMix64 random, int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
}
