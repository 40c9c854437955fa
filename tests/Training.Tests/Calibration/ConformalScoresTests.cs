using LearnML.Training.Calibration;

namespace LearnML.Training.Tests.Calibration;

/// <summary>The quantile of n scores is the score of rank ⌈(n + 1) · level⌉.</summary>
public sealed class ConformalScoresTests
{
    [Theory]
    [InlineData(0.5, 0.5)]
    [InlineData(0.55, 1.25)]
    [InlineData(0.8, 2.5)]
    [InlineData(0.9, 8.125)]
    [InlineData(0.05, 0.125)]
    [InlineData(0.1, 0.125)]
    [InlineData(0.11, 0.25)]
    public void Quantile_has_the_rank_of_the_definition(double level, double expected)
    {
        // By hand, as numpy.quantile(scores, ceil(10 * level) / 9, method="inverted_cdf") has it. The ranks are 5, 6, 8, 9, 1, 1 and 2.
        double[] scores = [2.5, 0.125, 8.125, 0.25, 0.375, 0.5, 1.25, 2, 0.375];

        Assert.Equal(expected, ConformalScores.Create(scores).FindQuantile(level)!.Value, 1e-9);
    }

    [Theory]
    [InlineData(0.9, 9)]
    [InlineData(0.95, 19)]
    [InlineData(0.99, 99)]
    [InlineData(0.8, 4)]
    [InlineData(0.999, 999)]
    [InlineData(0.5, 1)]
    [InlineData(0.1, 1)]
    [InlineData(0.85, 6)]
    public void Too_few_rows_have_no_quantile(double level, int required)
    {
        Assert.Equal(required, ConformalScores.RequiredRows(level));
        Assert.NotNull(ConformalScores.Create(new double[required]).FindQuantile(level));
        if (required > 1)
        {
            Assert.Null(ConformalScores.Create(new double[required - 1]).FindQuantile(level));
        }
    }

    [Fact]
    public void Of_many_scores_the_next_larger_one_that_is_kept_is_the_quantile()
    {
        var scores = ConformalScores.Create([.. Enumerable.Range(1, 25_000).Select(score => (double)score)]);

        // Kept are the ranks ⌈2.5 j⌉: 3, 5, 8, 10, ..., 25,000.
        Assert.Equal(ConformalScores.MaximumScores, scores.Scores.Count);
        Assert.Equal([3, 5, 8, 10], scores.Scores.Take(4));
        Assert.Equal(25_000, scores.Scores[^1]);
        Assert.True(scores.AreValid);
        foreach (var level in new[] { 0.0001, 0.3, 0.8, 0.9, 0.95, 0.9999 })
        {
            var rank = ConformalScores.RankOf(level, 25_000);
            var quantile = scores.FindQuantile(level)!.Value;
            Assert.InRange(quantile, rank, rank + 2);
            Assert.Equal(scores.Scores.First(score => score >= rank), quantile);
        }
    }

    [Fact]
    public void Damaged_scores_are_recognized()
    {
        Assert.True(new ConformalScores(2, [1, 1]).AreValid);
        Assert.False(new ConformalScores(3, [1, 2]).AreValid);
        Assert.False(new ConformalScores(2, [2, 1]).AreValid);
        Assert.False(new ConformalScores(2, [-1, 1]).AreValid);
        Assert.False(new ConformalScores(0, []).AreValid);
        Assert.False(new ConformalScores(1, null!).AreValid);
    }

    [Fact]
    public void Interval_of_a_logarithm_is_a_ratio()
    {
        Assert.Equal(Math.Log(2), ConformalErrors.ErrorOf(truth: 50, predicted: 100, isLog: true), 1e-12);
        Assert.Equal(50, ConformalErrors.ErrorOf(truth: 50, predicted: 100, isLog: false));
        Assert.Equal(double.MaxValue, ConformalErrors.ErrorOf(truth: 50, predicted: -1, isLog: true));

        var (low, high) = ConformalErrors.IntervalAround(100, Math.Log(2), isLog: true);
        Assert.Equal(50, low, 1e-9);
        Assert.Equal(200, high, 1e-9);
        (low, high) = ConformalErrors.IntervalAround(100, 30, isLog: false);
        Assert.Equal((70, 130), (low, high));
        (low, high) = ConformalErrors.IntervalAround(1e308, 1.5e308, isLog: false);
        Assert.Equal((-5e307, double.MaxValue), (low, high));
    }
}
