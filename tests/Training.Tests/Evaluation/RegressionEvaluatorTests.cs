using LearnML.Training.Evaluation;

namespace LearnML.Training.Tests.Evaluation;

public class RegressionEvaluatorTests
{
    // scikit-learn 1.2: mean_squared_error, mean_absolute_error, r2_score, and mean_squared_error of the logarithms with the prediction 0.25
    // raised to 1.
    [Fact]
    public void Scores_match_scikit_learn()
    {
        var metrics = new RegressionEvaluator([1.5, 1.5, 5, 0.25, 90], new Targets([], [1, 2, 4, 8, 100])).ComputeMetrics(loss: 0.5);

        Assert.Equal(0.5, metrics.Loss);
        Assert.Equal(5.6844085004510365, metrics.Rmse!.Value, 1e-12);
        Assert.Equal(3.95, metrics.Mae!.Value, 1e-12);
        Assert.Equal(0.9782846102150538, metrics.R2!.Value, 1e-12);
        Assert.Equal(0.9625106686909947, metrics.LogRmse!.Value, 1e-12);
        Assert.Equal((null, null, null), (metrics.Accuracy, metrics.MacroF1, metrics.RocAuc));
    }

    [Theory]
    [InlineData(new[] { 0.1, 0.2, 0.4 }, 0)]
    [InlineData(new[] { 0.2, 0.4, 0.8 }, 0.6931471805599453)]
    [InlineData(new[] { -5, 0.2, 0.4 }, 3.9881944)]
    public void Log_rmse_includes_targets_below_1(double[] predicted, double expected) =>
        Assert.Equal(expected, new RegressionEvaluator(predicted, new Targets([], [0.1f, 0.2f, 0.4f])).ComputeMetrics(loss: 0).LogRmse!.Value, 1e-6);

    [Theory]
    [InlineData(-2, 8)]
    [InlineData(8, 0)]
    public void Log_rmse_is_null_if_target_is_not_positive(float first, float second)
    {
        var metrics = new RegressionEvaluator([1, 9], new Targets([], [first, second])).ComputeMetrics(loss: 0);

        Assert.Null(metrics.LogRmse);
        Assert.Equal(Math.Sqrt((Math.Pow(1 - first, 2) + Math.Pow(9 - second, 2)) / 2), metrics.Rmse);
    }

    // 1 - sum(w (y - p)^2) / sum(w (y - weighted mean)^2), as r2_score with sample_weight.
    [Fact]
    public void R2_is_weighted_and_null_for_equal_targets()
    {
        var weighted = new Targets([], [1, 2, 4, 8, 100]) { Weights = [1, 2, 3, 4, 5] };

        Assert.Equal(0.9753802168129293, new RegressionEvaluator([1.5, 1.5, 5, 0.25, 90], weighted).ComputeMetrics(loss: 0).R2!.Value, 1e-12);
        Assert.Equal(0, new RegressionEvaluator([2, 2], new Targets([], [1, 3])).ComputeMetrics(loss: 0).R2);
        Assert.Null(new RegressionEvaluator([1, 2], new Targets([], [3, 3])).ComputeMetrics(loss: 0).R2);
    }

    [Fact]
    public void Worst_20_predictions_start_with_largest_error()
    {
        // The errors are 0 to 29, above and below.
        var predicted = Enumerable.Range(0, 30).Select(row => 100.0 + (row % 2 == 0 ? row : -row)).ToArray();
        var rows = Enumerable.Range(0, 30).Select(row => 1000L + row).ToArray();

        var worst = new RegressionEvaluator(predicted, new Targets([], [.. Enumerable.Repeat(100f, 30)])).WorstPredictions(rows);

        Assert.Equal(Enumerable.Range(1010, 20).Reverse(), worst.Select(sample => sample.Row));
        Assert.Equal((100, 71), (worst[0].Value, worst[0].Predicted));
    }

    [Fact]
    public void At_most_1000_predictions_are_shown_in_row_order_with_all_extremes()
    {
        // The rows are in the order of folds: odd rows first. Five rows are extreme: two values, two predictions and one error.
        long[] rows = [.. Enumerable.Range(0, 2500).Select(row => (2L * row) + 1), .. Enumerable.Range(0, 2500).Select(row => 2L * row)];
        var (targets, predicted) = (new float[rows.Length], new double[rows.Length]);
        foreach (var (place, row) in rows.Index())
        {
            (targets[place], predicted[place]) = row switch
            {
                1231 => (-900, -899),
                1232 => (900, 899),
                1233 => (-800, -950),
                1234 => (800, 950),
                1236 => (10, 500),
                _ => (row % 100, (row % 100) + 0.5),
            };
        }

        var values = new RegressionEvaluator(predicted, new Targets([], targets)).SamplePredictions(rows);

        Assert.Equal(1000, values.Count);
        Assert.Equal(values.OrderBy(value => value.Row), values);
        Assert.Equal(1000, values.Select(value => value.Row).Distinct().Count());
        Assert.Equal([1231, 1232, 1233, 1234, 1236],
            values.Select(value => value.Row).Intersect([1231, 1232, 1233, 1234, 1236]));
        Assert.All(values.Zip(values.Skip(1)), pair => Assert.InRange(pair.Second.Row - pair.First.Row, 1, 6));
        Assert.Equal([1, 3], new RegressionEvaluator([1, 1], new Targets([], [0, 0])).SamplePredictions([3, 1]).Select(value => value.Row));
    }
}
