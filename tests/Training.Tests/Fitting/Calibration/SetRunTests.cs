using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Calibration;
using LearnML.Training.Predicting;
using LearnML.Training.Randomness;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Reading;
using LearnML.Training.Tests.Devices;
using LearnML.Training.Tests.Fitting.Runs;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Calibration;

/// <summary>The sets of classes hold as many true classes as they promise, and the report tells how large they are.</summary>
public sealed class SetRunTests
{
    private const int NewRows = 500;

    private static JobSpec Spec { get; } = Specs.Small.Epochs(8) with
    {
        Dataset = "rows",
        Target = "place",
        Validation = new ValidationSpec { Holdout = 0.5, Keep = KeptEpoch.Last },
    };

    /// <summary>The mean over 20 seeds, each with new rows; LONG=1 has 200 seeds.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(4)]
    public void Sets_hold_nine_in_ten_new_classes(int? folds)
    {
        var seeds = Environment.GetEnvironmentVariable("LONG") == "1" ? 200 : 20;

        var coverages = Enumerable.Range(0, seeds).Select(seed =>
        {
            using var csv = Rows(400, seed);
            using var run = CreateRun(csv, folds is { } count ? Spec.Folds(count).Seed(seed) : Spec.Seed(seed));
            run.Execute();
            var predictor = Predictor.Load(run.Checkpoints, run.Checkpoint, TestDevice.Name);
            Assert.Null(PredictionSets.FindProblem(predictor, 0.9));
            var sets = new PredictionSets(predictor, 0.9);
            using var rows = Rows(NewRows, seed + 100_000);
            var profile = rows.Inspect();
            ColumnSchema[] columns = [.. predictor.Description.Table!.ColumnSchemas, predictor.Description.Scored!.Target];
            var read = TableReader.ReadAll(rows.Path, new TableFile(rows.Path, profile).Schema, columns, profile.Rows);
            var truth = (CategoryColumn)read.Find("place")!;
            return predictor.Predict(read, _ => { }).Select((prediction, row) =>
                sets.Of([.. prediction.Probabilities!]).Any(index => sets.Classes[index] == truth.Categories[truth.Codes[row]]) ? 1.0 : 0).Average();
        }).ToArray();

        Assert.InRange(coverages.Average(), 0.88, 0.92);
    }

    [Fact]
    public void Report_has_the_size_and_the_coverage()
    {
        var holdout = Execute(Spec);
        var folds = Execute(Spec.Folds(4));

        Assert.Equal(new CalibrationReport(CalibrationMethod.Holdout, 200, RowsChoseModel: false), holdout.Calibration);
        Assert.Equal([0.8, 0.9, 0.95], holdout.Sets!.Select(set => set.Level));
        Assert.All(holdout.Sets!, set => Assert.Null(set.Coverage));
        Assert.All(holdout.Sets!, set => Assert.InRange(set.Size, 1, 3));
        Assert.True(holdout.Sets![2].Size > holdout.Sets[0].Size);
        Assert.Null(holdout.Intervals);
        Assert.InRange(folds.Sets!.Single(set => set.Level == 0.9).Coverage!.Value, 0.88, 0.92);
    }

    /// <summary>
    /// Ten rows with the probabilities 0.05, 0.15, ..., 0.95 of their class 0; the other two classes share the rest, 3 to 1. The errors are
    /// 0.05, ..., 0.95. The level 0.8 has the rank ⌈11 · 0.8⌉ = 9, so its quantile is 0.85: classes of at least 0.15 are in the set.
    /// </summary>
    [Fact]
    public void Sizes_are_those_computed_by_hand()
    {
        var probabilities = Enumerable.Range(0, 10).Select(row => 0.05 + (0.1 * row)).ToArray();
        var predictions = new Predictions(
            [.. Enumerable.Range(0, 10).Select(row => (long)row)],
            new Targets(new int[10], []),
            [.. probabilities.SelectMany(p => new[] { p + 1e-4, 0.75 * (1 - p), 0.25 * (1 - p) }).Select(p => (float)Math.Log(p))],
            [],
            0);
        var calibration = new ConformalCalibration(Spec, [predictions], encoding: null);

        var set = calibration.AddTo(Report, test: null).Sets!.Single(each => each.Level == 0.8);

        // Class 0: 9 rows (not 0.05). Class 1, 0.75 (1 - p) >= 0.15: p <= 0.8, 8 rows. Class 2, 0.25 (1 - p) >= 0.15: p <= 0.4, 4 rows.
        Assert.Equal((9 + 8 + 4) / 10.0, set.Size, 1e-12);
        Assert.Equal(0.85, calibration.Scores!.FindQuantile(0.8)!.Value, 2e-4);
        Assert.Equal(10, calibration.Scores.Rows);
    }

    [Fact]
    public void Most_probable_class_is_always_in_the_set_and_comes_first()
    {
        using var csv = Rows(400, 1);
        using var run = CreateRun(csv, Spec);
        run.Execute();
        var predictor = Predictor.Load(run.Checkpoints, run.Checkpoint, TestDevice.Name);

        Assert.Equal([1], new PredictionSets(predictor, 0.01).Of([0.3f, 0.4f, 0.3f]));
        Assert.Equal(0, new PredictionSets(predictor, 0.99).Of([0.5f, 0.1f, 0.4f])[0]);
        Assert.Equal([1, 2, 0], new PredictionSets(predictor, 0.99).Of([0.331f, 0.336f, 0.333f]));
        Assert.Contains("this model predicts classes; use set", PredictionIntervals.FindProblem(predictor, 0.9), StringComparison.Ordinal);
    }

    private static Report Report { get; } = new()
    {
        JobId = Guid.Empty,
        Task = LearningTask.Classification,
        Epoch = 1,
        Reported = ReportedRows.Validation,
        Diagnosis = [],
    };

    private static Report Execute(JobSpec spec)
    {
        using var csv = Rows(400, 1);
        using var run = CreateRun(csv, spec);
        return run.Execute().Report;
    }

    private static SmallRun CreateRun(CsvFile csv, JobSpec spec) => ResumableRuns.Run(spec, lockstep: 0, ResumableRuns.EveryEpoch, new TableDataset(
        new DatasetSummary { Name = "rows", Kind = DatasetKind.Table, Description = "" }, "", new TableFile(csv.Path, csv.Inspect())));

    /// <summary>Three places that overlap, at the corners of a triangle.</summary>
    private static CsvFile Rows(int rows, int seed)
    {
        var random = new SplitMix64((ulong)seed + 29);
        return new CsvFile("a,b,place\n" + string.Concat(Enumerable.Range(0, rows).Select(_ =>
        {
            var place = random.NextInt32(3);
            var (a, b) = (random.NextNormal() + (place == 1 ? 1.2 : 0), random.NextNormal() + (place == 2 ? 1.2 : 0));
            return string.Create(CultureInfo.InvariantCulture, $"{a:f3},{b:f3},{"xyz"[place]}\n");
        })));
    }
}
