using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Predicting;
using LearnML.Training.Randomness;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Reading;
using LearnML.Training.Tests.Devices;
using LearnML.Training.Tests.Fitting.Runs;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Calibration;

/// <summary>The intervals of a model hold as many true values as they promise, and the report tells how wide they are.</summary>
public sealed class IntervalRunTests
{
    private const int NewRows = 500;

    private static JobSpec Spec { get; } = Specs.Small.Epochs(12) with
    {
        Dataset = "rows",
        Target = "y",
        Preprocessing = new PreprocessingSpec { Target = TargetTransform.Standardize },
        Validation = new ValidationSpec { Holdout = 0.4, Keep = KeptEpoch.Last },
    };

    /// <summary>The mean over 20 seeds, each with new rows; LONG=1 has 200 seeds.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(4)]
    public void Intervals_hold_nine_in_ten_new_values(int? folds)
    {
        var seeds = Environment.GetEnvironmentVariable("LONG") == "1" ? 200 : 20;

        var coverages = Enumerable.Range(0, seeds).Select(seed =>
        {
            using var csv = Rows(400, seed, isPositive: false);
            using var run = CreateRun(csv, folds is { } count ? Spec.Folds(count).Seed(seed) : Spec.Seed(seed));
            run.Execute();
            var predictor = Predictor.Load(run.Checkpoints, run.Checkpoint, TestDevice.Name);
            Assert.Null(PredictionIntervals.FindProblem(predictor, 0.9));
            var intervals = new PredictionIntervals(predictor, 0.9);
            using var rows = Rows(NewRows, seed + 100_000, isPositive: false);
            return Predict(predictor, rows).Average(each => IsIn(intervals.Around(each.Predicted), each.Truth) ? 1.0 : 0);
        }).ToArray();

        Assert.InRange(coverages.Average(), 0.88, 0.92);
    }

    [Fact]
    public void Holdout_that_chose_nothing_is_told()
    {
        var report = Execute(Spec);

        Assert.Equal(new CalibrationReport(CalibrationMethod.Holdout, 80, RowsChoseModel: false), report.Calibration);
        Assert.Equal([0.8, 0.9, 0.95], report.Intervals!.Select(interval => interval.Level));
        Assert.All(report.Intervals!, interval => Assert.Null(interval.Coverage));
        Assert.True(report.Intervals![0].Width < report.Intervals[1].Width && report.Intervals[1].Width < report.Intervals[2].Width);
    }

    [Theory]
    [InlineData(KeptEpoch.Best, false, true)]
    [InlineData(KeptEpoch.Last, true, true)]
    [InlineData(KeptEpoch.Last, false, false)]
    public void Rows_that_chose_the_epoch_are_told(KeptEpoch keep, bool stopsEarly, bool expected)
    {
        var spec = Spec with { Validation = Spec.Validation with { Keep = keep } };
        spec = stopsEarly ? spec with { Training = spec.Training with { EarlyStopping = new EarlyStoppingSpec() } } : spec;

        Assert.Equal(expected, Execute(spec).Calibration!.RowsChoseModel);
        Assert.Equal(keep == KeptEpoch.Best, Execute(Spec.Folds(3, keep: keep)).Calibration!.RowsChoseModel);
    }

    [Fact]
    public void Rows_that_chose_the_best_trial_of_a_search_chose_the_model()
    {
        var space = new Dictionary<string, SearchRange> { ["training.seed"] = new() { WholeNumbers = [1, 9] } };
        var search = new SearchSpec { Trials = 2, Space = space };

        Assert.True(Execute(Spec with { Search = search }).Calibration!.RowsChoseModel);
    }

    /// <summary>The rows of a fold are in intervals from the other folds; the test rows are in those of the model.</summary>
    [Fact]
    public void Folds_and_test_rows_have_a_coverage()
    {
        var folds = Execute(Spec.Folds(4));
        var tested = Execute(Spec with { Validation = Spec.Validation with { TestFraction = 0.5 } });

        Assert.Equal(new CalibrationReport(CalibrationMethod.Folds, 200, RowsChoseModel: false), folds.Calibration);
        Assert.InRange(folds.Intervals!.Single(interval => interval.Level == 0.9).Coverage!.Value, 0.87, 0.93);
        Assert.Equal(40, tested.Calibration!.Rows);
        Assert.InRange(tested.Intervals!.Single(interval => interval.Level == 0.9).Coverage!.Value, 0.75, 1);
    }

    /// <summary>Each row counts once, in the first repeat.</summary>
    [Fact]
    public void Repeats_count_once() =>
        Assert.Equal(200, Execute(Spec.Epochs(1) with { Validation = new ValidationSpec { Folds = 2, Repeats = 2 } }).Calibration!.Rows);

    /// <summary>The interval of a model that has learned the logarithm is a ratio, so it is as wide as its number is large.</summary>
    [Fact]
    public void Logarithm_has_intervals_that_are_a_ratio()
    {
        using var csv = Rows(200, 1, isPositive: true);
        using var run = CreateRun(csv, Spec with { Preprocessing = new PreprocessingSpec { Target = TargetTransform.Log } });
        var report = run.Execute().Report;
        var predictor = Predictor.Load(run.Checkpoints, run.Checkpoint, TestDevice.Name);
        var intervals = new PredictionIntervals(predictor, 0.9);

        var (first, second) = (intervals.Around(1), intervals.Around(10));

        Assert.Equal(1, first.Low * first.High, 1e-9);
        Assert.Equal(10 * first.Low, second.Low, 1e-9);
        Assert.Equal(10 * first.High, second.High, 1e-9);
        var held = Predict(predictor, csv).Select(each => IsIn(intervals.Around(each.Predicted), each.Truth) ? 1.0 : 0).Average();
        Assert.InRange(held, 0.85, 1);
        Assert.True(report.Intervals![1].Width > 0);
    }

    [Fact]
    public void Few_rows_name_the_level_that_they_allow()
    {
        using var csv = Rows(20, 1, isPositive: false);
        using var run = CreateRun(csv, Spec.Epochs(1));
        var report = run.Execute().Report;
        var predictor = Predictor.Load(run.Checkpoints, run.Checkpoint, TestDevice.Name);

        Assert.Equal(8, report.Calibration!.Rows);
        Assert.Equal([0.8], report.Intervals!.Select(interval => interval.Level));
        Assert.Equal(
            "0.9 needs 9 rows that the model was not trained on, and this version has 8; with them, the highest level is 0.8888",
            PredictionIntervals.FindProblem(predictor, 0.9));
        Assert.Null(PredictionIntervals.FindProblem(predictor, 0.8888));
        Assert.Contains("above 0 and below 1", PredictionIntervals.FindProblem(predictor, double.NaN), StringComparison.Ordinal);
    }

    /// <summary>Rows of weight 0 do not count, and the others count once.</summary>
    [Fact]
    public void Weights_only_exclude()
    {
        using var csv = Rows(200, 1, isPositive: false);
        using var run = CreateRun(csv, Spec with { WeightColumn = "w" });

        Assert.InRange(run.Execute().Report.Calibration!.Rows, 40, 70);
    }

    [Fact]
    public void Classification_has_no_intervals()
    {
        var report = Execute(Spec.Epochs(1) with { Target = "kind", Preprocessing = null });

        Assert.Null(report.Intervals);
    }

    private static Report Execute(JobSpec spec)
    {
        using var csv = Rows(200, 1, isPositive: false);
        using var run = CreateRun(csv, spec);
        return run.Execute().Report;
    }

    private static SmallRun CreateRun(CsvFile csv, JobSpec spec) => ResumableRuns.Run(spec, lockstep: 0, ResumableRuns.EveryEpoch, new TableDataset(
        new DatasetSummary { Name = "rows", Kind = DatasetKind.Table, Description = "" }, "", new TableFile(csv.Path, csv.Inspect())));

    private static bool IsIn(PredictionInterval interval, double truth) => interval.Low <= truth && truth <= interval.High;

    private static IEnumerable<(double Truth, double Predicted)> Predict(Predictor predictor, CsvFile csv)
    {
        var profile = csv.Inspect();
        ColumnSchema[] columns = [.. predictor.Description.Table!.ColumnSchemas, predictor.Description.Scored!.Target];
        var rows = TableReader.ReadAll(csv.Path, new TableFile(csv.Path, profile).Schema, columns, profile.Rows);
        var truth = ((NumberColumn)rows.Find("y")!).Values;
        return predictor.Predict(rows, _ => { }).Select((prediction, row) => ((double)truth[row], prediction.Value!.Value));
    }

    /// <summary>y = 3a + sin(3b) + noise, or its exponential; w is the weight, 0 for a third of the rows.</summary>
    private static CsvFile Rows(int rows, int seed, bool isPositive)
    {
        var random = new SplitMix64((ulong)seed + 17);
        return new CsvFile("a,b,kind,w,y\n" + string.Concat(Enumerable.Range(0, rows).Select(row =>
        {
            var (a, b) = (random.NextNormal(), random.NextNormal());
            var y = (3 * a) + Math.Sin(3 * b) + (0.5 * random.NextNormal());
            return string.Create(CultureInfo.InvariantCulture,
                $"{a:f3},{b:f3},{(random.NextInt32(2) == 0 ? "red" : "blue")},{row % 3},{(isPositive ? Math.Exp(y / 3) : y):f4}\n");
        })));
    }
}
