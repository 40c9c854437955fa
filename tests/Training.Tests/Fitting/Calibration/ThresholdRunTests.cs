using System.Globalization;
using System.Text.Json;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Predicting;
using LearnML.Training.Randomness;
using LearnML.Training.Scoring;
using LearnML.Training.Tests.Devices;
using LearnML.Training.Tests.Exporting;
using LearnML.Training.Tests.Fitting.Runs;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Calibration;

/// <summary>The threshold of a run is in its report and in its model, whatever reads the model.</summary>
public sealed class ThresholdRunTests
{
    private static JobSpec Spec { get; } = Specs.Small.Epochs(4) with
    {
        Dataset = "rows",
        Target = "ill",
        Validation = new ValidationSpec { Holdout = 0.4, Assignment = FoldAssignment.Contiguous, Keep = KeptEpoch.Last },
        Threshold = new ThresholdSpec { By = ThresholdRule.Cost, Positive = "yes", Miss = 20 },
    };

    [Fact]
    public void Saved_model_answers_and_scores_with_the_threshold_of_the_report()
    {
        using var csv = Rows(300);
        using var run = CreateRun(csv, Spec);
        var report = run.Execute().Report;
        var predictor = Predictor.Load(run.Checkpoints, run.Checkpoint, TestDevice.Name);
        var lines = File.ReadAllLines(csv.Path);
        using var holdout = new CsvFile(string.Join('\n', lines.Take(1).Concat(lines[^120..])) + "\n");

        var scores = new ModelScorer(predictor).ScoreCsv(File.OpenRead(holdout.Path), null, 100, TestContext.Current.CancellationToken);

        var threshold = report.Threshold!;
        Assert.True(threshold.RowsChoseThreshold);
        Assert.True(threshold.Scores.Cost < threshold.MostProbable.Cost, $"{threshold}");
        Assert.True(threshold.Scores.Recall > threshold.MostProbable.Recall);
        Assert.InRange(threshold.Value, 0, 0.4);
        Assert.Equal(JsonSerializer.Serialize(threshold.Scores.ConfusionMatrix), JsonSerializer.Serialize(scores.Details.ConfusionMatrix));
        Assert.Equal(JsonSerializer.Serialize(threshold.MostProbable.ConfusionMatrix), JsonSerializer.Serialize(report.ConfusionMatrix));
        Assert.Equal(threshold.Scores.Recall!.Value, scores.Details.PerClass![1].Recall!.Value, 1e-12);
        var (above, below) = ((float)threshold.Value + 1e-3f, (float)threshold.Value - 1e-3f);
        Assert.Equal(["yes", "no"], predictor.ToPredictions([1 - above, above, 1 - below, below]).Select(prediction => prediction.Label));
    }

    /// <summary>The export compares the answers of ONNX Runtime with those of the model, and refuses a file with other answers.</summary>
    [Theory]
    [InlineData("yes")]
    [InlineData("no")]
    public void Onnx_file_has_the_threshold(string positive)
    {
        using var csv = Rows(300);
        using var run = CreateRun(csv, Spec with { Threshold = Spec.Threshold! with { Positive = positive } });
        run.Execute();
        var predictor = Predictor.Load(run.Checkpoints, run.Checkpoint, TestDevice.Name);
        using var file = new OnnxFile(OnnxExport.Create(predictor, TestContext.Current.CancellationToken));
        double[] numbers = [.. Enumerable.Range(-40, 80).Select(place => place / 10.0)];

        var answers = file.Ask(numbers.Length, ("a", numbers), ("b", new double[numbers.Length]));

        var (labels, probabilities) = ((string[])answers["label"], (float[])answers["probabilities"]);
        Assert.Equal(2, labels.Distinct().Count());
        for (var row = 0; row < numbers.Length; row++)
        {
            float[] outputs = [probabilities[2 * row], probabilities[(2 * row) + 1]];
            Assert.Equal(predictor.ToPredictions(outputs)[0].Label, labels[row]);
        }

        // Somewhere the answer is not the most probable class.
        Assert.Contains(Enumerable.Range(0, numbers.Length), row => labels[row] != (probabilities[2 * row] >= 0.5 ? "no" : "yes"));
    }

    [Fact]
    public void Test_rows_score_a_threshold_that_other_rows_chose()
    {
        using var csv = Rows(300);
        using var run = CreateRun(csv, Spec with { Validation = new ValidationSpec { Folds = 3, TestFraction = 0.2 } });

        var threshold = run.Execute().Report.Threshold!;

        Assert.False(threshold.RowsChoseThreshold);
        Assert.Equal(60, threshold.Scores.ConfusionMatrix.Sum(row => row.Sum()));
    }

    [Fact]
    public void Without_a_threshold_nothing_changes()
    {
        using var csv = Rows(300);
        using var run = CreateRun(csv, Spec.Epochs(1) with { Threshold = null });

        var report = run.Execute().Report;

        Assert.Null(report.Threshold);
        Assert.Null(report.ThresholdLeftOut);
        Assert.Null(Predictor.Load(run.Checkpoints, run.Checkpoint, TestDevice.Name).Description.Threshold);
    }

    private static SmallRun CreateRun(CsvFile csv, JobSpec spec) => ResumableRuns.Run(spec, lockstep: 0, ResumableRuns.EveryEpoch, new TableDataset(
        new DatasetSummary { Name = "rows", Kind = DatasetKind.Table, Description = "" }, "", new TableFile(csv.Path, csv.Inspect())));

    /// <summary>A fifth of the rows are ill, those with large a more often.</summary>
    private static CsvFile Rows(int rows)
    {
        var random = new SplitMix64(5);
        return new CsvFile("a,b,ill\n" + string.Concat(Enumerable.Range(0, rows).Select(_ =>
        {
            var (a, b) = (random.NextNormal(), random.NextNormal());
            return string.Create(CultureInfo.InvariantCulture, $"{a:f3},{b:f3},{(a + random.NextNormal() > 1.2 ? "yes" : "no")}\n");
        })));
    }
}
