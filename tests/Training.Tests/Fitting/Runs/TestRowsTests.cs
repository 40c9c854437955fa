using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Runs;
using LearnML.Training.Preprocessing;
using LearnML.Training.Randomness;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>Test rows are set apart before anything else, and scored once at the end.</summary>
public class TestRowsTests
{
    private static readonly JobSpec Spec = Specs.Small with
    {
        Dataset = "table",
        Target = "y",
        Validation = new ValidationSpec { Holdout = 0.25, TestFraction = 0.2, Assignment = FoldAssignment.Shuffled },
    };

    // Each spec has something that could look at the test rows: the best epoch, folds, weights.
    [Theory]
    [InlineData(null, KeptEpoch.Best, false)]
    [InlineData(4, KeptEpoch.Best, false)]
    [InlineData(null, KeptEpoch.Best, true)]
    public void Targets_of_test_rows_change_no_weight(int? folds, KeptEpoch keep, bool hasWeights)
    {
        var spec = Spec with
        {
            WeightColumn = hasWeights ? "w" : null,
            Validation = Spec.Validation with { Folds = folds, Holdout = folds is null ? 0.25 : null, Keep = keep },
        };
        var targets = Enumerable.Range(0, 100).Select(row => 1 + ((row * 37 % 101) / 10.0)).ToArray();
        var (first, weights) = Run(spec, targets);
        var tested = first.Values!.Select(value => value.Row).ToArray();
        var changed = targets.Select((target, row) => tested.Contains(row) ? target + 50 : target).ToArray();

        var (second, otherWeights) = Run(spec, changed);

        Assert.Equal(20, tested.Length);
        Assert.Equal(ReportedRows.Test, first.Reported);
        Assert.Equal(weights, otherWeights);
        Assert.Equal(first.Validation, second.Validation);
        Assert.True(second.Test!.Rmse > first.Test!.Rmse + 10);
        Assert.Equal(20, first.TestBaselines!.Rows);
        Assert.DoesNotContain("selectedOnHoldout", first.Diagnosis.Select(each => each.Kind));

        // Changing the target of a training row does change the weights, so the comparison sees differences.
        var trained = Enumerable.Range(0, 100).First(row => !tested.Contains(row));
        Assert.NotEqual(weights, Run(spec, [.. targets.Select((target, row) => row == trained ? target + 50 : target)]).Weights);
    }

    [Fact]
    public void Latest_rows_are_tested_with_a_time_column()
    {
        var spec = Spec with { Validation = new ValidationSpec { TestFraction = 0.1, TimeColumn = "w", Assignment = FoldAssignment.Time } };

        var (report, _) = Run(spec, [.. Enumerable.Range(0, 50).Select(row => row / 7.0)], row => 1000 - row);

        Assert.Equal([0, 1, 2, 3, 4], report.Values!.Select(value => value.Row));
    }

    [Theory]
    [InlineData(0.01, null, 10, "must be at least 0.1 for 10 rows")]
    [InlineData(0.95, null, 10, "must be at most 0.8 for 10 rows, so that 2 rows are left to train and validate")]
    [InlineData(0.6, 5, 10, "must be at most 0.5 for 10 rows, so that 5 rows are left to train and validate in 5 folds")]
    [InlineData(0.5, null, 2, "needs at least 3 rows, one to test and 2 to train and validate, and there are 2")]
    [InlineData(0.001, null, 203, "must be at least 0.005 for 203 rows")]
    public void Impossible_size_is_refused_with_what_would_do(double fraction, int? folds, int rows, string expected)
    {
        var spec = Spec with { Validation = new ValidationSpec { TestFraction = fraction, Folds = folds } };

        var exception = Assert.Throws<InvalidTargetException>(() => Run(spec, [.. Enumerable.Range(0, rows).Select(row => row / 7.0)]));

        Assert.StartsWith("validation.testFraction " + expected, exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-1", "row 2 has -1")]
    [InlineData("", "row 2 has none")]
    [InlineData("many", "row 2 has none")]
    public void Wrong_weights_are_refused_with_examples(string weight, string expected)
    {
        var exception = Assert.Throws<InvalidTargetException>(() => Run(
            Spec with { WeightColumn = "w" }, [.. Enumerable.Range(0, 60).Select(row => row / 7.0)], weightText: row => row == 2 ? weight : "1.5"));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
    }

    // A row of weight 3 in full batches without standardization is three equal rows.
    [Fact]
    public void Whole_weights_give_the_loss_of_repeated_rows_in_training_and_in_the_constant_baseline()
    {
        var spec = Specs.Small.Epochs(1).BatchSize(1000).Hidden() with { Dataset = "table", Target = "y", WeightColumn = "w" };
        var targets = Enumerable.Range(0, 40).Select(row => (row * 37 % 41) / 10.0).ToArray();

        var (report, _) = Run(spec, targets, row => row % 3);

        var scored = report.Values!.ToArray();
        var weights = scored.Select(value => value.Row % 3).ToArray();
        var expected = Math.Sqrt(scored.Zip(weights, (value, weight) => weight * Math.Pow(value.Value - value.Predicted, 2)).Sum() / weights.Sum());
        Assert.Equal(expected, report.Validation!.Rmse!.Value, 1e-4);
        var training = Enumerable.Range(0, 40).Except(scored.Select(value => value.Row)).ToArray();
        var mean = training.Sum(row => (row % 3) * targets[row]) / training.Sum(row => row % 3);
        var constant = Math.Sqrt(scored.Zip(weights, (value, weight) => weight * Math.Pow(value.Value - mean, 2)).Sum() / weights.Sum());
        Assert.Equal(constant, report.Baselines!.Constant.Rmse!.Value, 1e-4);
    }

    private static (Report Report, byte[] Weights) Run(
        JobSpec spec, double[] targets, Func<int, int>? weight = null, Func<int, string>? weightText = null)
    {
        var random = new SplitMix64(5);
        using var csv = new CsvFile("a,b,w,y\n" + string.Concat(targets.Select((target, row) => string.Create(
            CultureInfo.InvariantCulture, $"{random.NextNormal():f3},{random.NextNormal():f3},{WeightOf(row)},{target}\n"))));
        var dataset = new TableDataset(
            new DatasetSummary { Name = "table", Description = "", Kind = DatasetKind.Table }, "hash",
            new TableFile(csv.Path, csv.Inspect(new DatasetPatch { Columns = new Dictionary<string, ColumnType> { ["w"] = ColumnType.Numeric } })));
        using var folder = new TemporaryFolder();
        var checkpoints = new CheckpointFolder(folder.Path);
        var outcome = new TrainingRun(Guid.Empty, spec, dataset, checkpoints, spec.Training.Device)
            .Execute(new RecordingObserver(), new TrainingControl());
        string WeightOf(int row) => weightText?.Invoke(row) ?? $"{weight?.Invoke(row) ?? 1 + (row * 7 % 5)}";

        return (outcome.Report, File.ReadAllBytes(Path.Combine(folder.Path, outcome.CheckpointName, "weights.safetensors")));
    }
}
