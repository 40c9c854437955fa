using System.Globalization;
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

/// <summary>A network that was trained for too long is too certain. Its temperature is in its model, whatever reads the model.</summary>
public sealed class TemperatureRunTests
{
    private static JobSpec Spec { get; } = Specs.Small.Epochs(60).Hidden(64).Adam(rate: 0.02, weightDecay: 0) with
    {
        Dataset = "rows",
        Target = "place",
        Validation = new ValidationSpec { Holdout = 0.5, Assignment = FoldAssignment.Contiguous, Keep = KeptEpoch.Last },
        Calibrate = ProbabilityCalibration.Temperature,
    };

    [Fact]
    public void Saved_model_has_the_probabilities_of_the_temperature()
    {
        using var csv = Rows(200);
        using var calibrated = CreateRun(csv, Spec);
        using var plain = CreateRun(csv, Spec with { Calibrate = null });
        var (report, plainReport) = (calibrated.Execute().Report, plain.Execute().Report);
        var predictor = Predictor.Load(calibrated.Checkpoints, calibrated.Checkpoint, TestDevice.Name);
        var plainPredictor = Predictor.Load(plain.Checkpoints, plain.Checkpoint, TestDevice.Name);
        var lines = File.ReadAllLines(csv.Path);
        using var holdout = new CsvFile(string.Join('\n', lines.Take(1).Concat(lines[^100..])) + "\n");

        var scores = new ModelScorer(predictor).ScoreCsv(File.OpenRead(holdout.Path), null, 100, TestContext.Current.CancellationToken);

        var temperature = report.Temperature!;
        Assert.True(temperature is { IsApplied: true, Value: > 1.2 } && temperature.LossAfter < temperature.LossBefore, $"{temperature}");
        Assert.Equal(report.Validation!.Loss, temperature.LossBefore, 1e-6);
        Assert.InRange(scores.Metrics.Loss, temperature.LossAfter - 0.05, temperature.LossAfter);
        Assert.Equal(plainReport.Validation!.Loss, report.Validation.Loss, 1e-12);
        Assert.Null(plainReport.Temperature);
        Assert.Equal(plainReport.ConfusionMatrix!.SelectMany(row => row), report.ConfusionMatrix!.SelectMany(row => row));
        Assert.True(report.Curves!.Sum(curves => curves.Brier) < plainReport.Curves!.Sum(curves => curves.Brier));
        var (inputs, outputs, plainOutputs) = (new float[predictor.Description.Inputs], new float[3], new float[3]);
        predictor.Run(inputs, outputs, TestContext.Current.CancellationToken);
        plainPredictor.Run(inputs, plainOutputs, TestContext.Current.CancellationToken);
        var powers = Array.ConvertAll(plainOutputs, probability => Math.Pow(probability, 1 / temperature.Value));
        for (var index = 0; index < 3; index++)
        {
            Assert.Equal(powers[index] / powers.Sum(), outputs[index], 1e-5);
        }
    }

    /// <summary>The export compares the probabilities of ONNX Runtime with those of the model, to 1e-5. Also of an ensemble's mean.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Onnx_file_has_the_temperature(int networks)
    {
        using var csv = Rows(200);
        using var run = CreateRun(csv, Spec.Ensemble(networks));
        Assert.True(run.Execute().Report.Temperature!.IsApplied);
        var predictor = Predictor.Load(run.Checkpoints, run.Checkpoint, TestDevice.Name);

        var file = OnnxExport.Create(predictor, TestContext.Current.CancellationToken);

        OnnxExport.Verify(file, predictor, TestContext.Current.CancellationToken);
    }

    [Fact]
    public void Test_rows_score_the_temperature()
    {
        using var csv = Rows(400);
        using var run = CreateRun(csv, Spec with { Validation = Spec.Validation with { TestFraction = 0.4 } });

        var report = run.Execute().Report;

        Assert.True(report.Temperature!.IsApplied);
        Assert.Equal(report.Test!.Loss, report.Temperature.LossBefore, 1e-6);
        Assert.True(report.Temperature.LossAfter < report.Temperature.LossBefore, $"{report.Temperature} {report.Validation}");
    }

    [Fact]
    public void Folds_choose_the_temperature()
    {
        using var csv = Rows(200);
        using var run = CreateRun(csv, Spec.Folds(3));

        var report = run.Execute().Report;

        Assert.True(report.Temperature is { IsApplied: true, Value: > 1.2 } && report.Temperature.LossAfter < report.Temperature.LossBefore);
        Assert.Equal(report.Validation!.Loss, report.Temperature.LossBefore, 1e-6);
    }

    /// <summary>One epoch with a small rate leaves a network that is hardly certain of anything, so the loss does not rise either way.</summary>
    [Fact]
    public void Temperature_that_does_not_help_is_told_and_not_applied()
    {
        using var csv = Rows(40, isNoise: true);
        using var run = CreateRun(csv, Spec.Epochs(1).LearningRate(1e-5));

        var report = run.Execute().Report;

        Assert.False(report.Temperature!.IsApplied, $"{report.Temperature}");
        Assert.True(report.Temperature.LossAfter >= report.Temperature.LossBefore);
        Assert.Null(Predictor.Load(run.Checkpoints, run.Checkpoint, TestDevice.Name).Description.Temperature);
    }

    private static SmallRun CreateRun(CsvFile csv, JobSpec spec) => ResumableRuns.Run(spec, lockstep: 0, ResumableRuns.EveryEpoch, new TableDataset(
        new DatasetSummary { Name = "rows", Kind = DatasetKind.Table, Description = "" }, "", new TableFile(csv.Path, csv.Inspect())));

    /// <summary>Three places that overlap, or with noise have nothing to do with the columns.</summary>
    private static CsvFile Rows(int rows, bool isNoise = false)
    {
        var random = new SplitMix64(41);
        return new CsvFile("a,b,place\n" + string.Concat(Enumerable.Range(0, rows).Select(_ =>
        {
            var place = random.NextInt32(3);
            var shift = isNoise ? 0 : 1;
            var (a, b) = (random.NextNormal() + (place == 1 ? shift : 0), random.NextNormal() + (place == 2 ? shift : 0));
            return string.Create(CultureInfo.InvariantCulture, $"{a:f3},{b:f3},{"xyz"[place]}\n");
        })));
    }
}
