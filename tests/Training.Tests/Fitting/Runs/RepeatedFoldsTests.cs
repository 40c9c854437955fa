using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>A repeated cross-validation, and one by time, from the file to the report.</summary>
public sealed class RepeatedFoldsTests : IDisposable
{
    private const int Rows = 60;

    // The class is a if x is small, and the day counts backwards through the file. No two rows are equal.
    private readonly CsvFile csv = new("day,x,y\n" + string.Concat(Enumerable.Range(0, Rows).Select(row =>
        $"{new DateTime(2024, 6, 1).AddDays(-row).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)},"
        + $"{row * 37 % 61}.25,{(row * 37 % 61 < 30 ? "a" : "b")}\n")));

    public void Dispose() => csv.Dispose();

    [Fact]
    public void Report_has_mean_and_deviation_over_the_folds_of_all_repeats()
    {
        using var run = Run(new ValidationSpec { Folds = 3, Repeats = 4, Assignment = FoldAssignment.Stratified });

        var report = run.Execute().Report;

        var folds = report.CrossValidation!;
        Assert.Equal((Rows, 4), (folds.N, folds.Repeats));
        Assert.Equal(Enumerable.Range(1, 12), folds.Folds.Select(fold => fold.Fold));
        var losses = folds.Folds.Select(fold => fold.Validation.Loss).ToArray();
        Assert.Equal(12, losses.Distinct().Count());
        Assert.Equal(losses.Sum() / 12, folds.Mean.Validation.Loss, 1e-12);
        Assert.Equal(
            Math.Sqrt(losses.Sum(loss => Math.Pow(loss - folds.Mean.Validation.Loss, 2)) / 11), folds.StandardDeviation.Validation.Loss, 1e-12);
        Assert.Equal(losses.Average(), folds.Pooled.Loss, 1e-6); // All folds have 20 rows.
        Assert.Equal(folds.Pooled, report.Validation);

        // The confusion matrix has each row once, with its prediction of the first repeat.
        Assert.Equal(Rows, report.ConfusionMatrix!.Sum(row => row.Sum()));
        var lines = OutOfFoldLines(run);
        var firstRepeat = lines.Where(line => line.Fold <= 3).ToArray();
        Assert.Equal(firstRepeat.Count(line => line.IsCorrect), report.ConfusionMatrix!.Select((row, index) => row[index]).Sum());
        Assert.Equal(lines.Count(line => line.IsCorrect) / (4.0 * Rows), report.Validation!.Accuracy!.Value, 1e-12);
        for (var repeat = 0; repeat < 4; repeat++)
        {
            Assert.Equal(Enumerable.Range(0, Rows), lines.Where(line => (line.Fold - 1) / 3 == repeat).Select(line => line.Row));
        }
    }

    [Fact]
    public void Folds_of_a_run_by_time_are_scored_on_the_stretch_after_their_training_rows()
    {
        using var run = Run(new ValidationSpec { Folds = 4, Assignment = FoldAssignment.Time, TimeColumn = "day" });

        var report = run.Execute().Report;

        // Five stretches of twelve rows. The file runs backwards, so the earliest rows are its last.
        Assert.Equal((48, FoldAssignment.Time), (report.CrossValidation!.N, report.CrossValidation.Assignment));
        Assert.Equal([12, 12, 12, 12], report.CrossValidation.Folds.Select(fold => fold.Rows));
        Assert.Equal(Enumerable.Range(0, 48).Select(row => (row, 4 - (row / 12))), OutOfFoldLines(run).Select(line => (line.Row, line.Fold)));
        Assert.Equal([(Rows, run.Observer.Starts[0].Item2)], run.Observer.Starts);
    }

    [Fact]
    public void Lockstep_gives_the_same_report()
    {
        foreach (var validation in new[]
        {
            new ValidationSpec { Folds = 3, Repeats = 2, Assignment = FoldAssignment.Shuffled },
            new ValidationSpec { Folds = 4, Assignment = FoldAssignment.Time, TimeColumn = "day" },
        })
        {
            using var single = Run(validation, foldsInLockstep: 1);
            using var together = Run(validation, foldsInLockstep: validation.CountFolds());

            var (expected, actual) = (single.Execute().Report.CrossValidation!, together.Execute().Report.CrossValidation!);

            Assert.All(expected.Folds.Zip(actual.Folds), pair => Assert.Equal(pair.First.Validation.Loss, pair.Second.Validation.Loss, 1e-4));
        }
    }

    private SmallRun Run(ValidationSpec validation, int? foldsInLockstep = null) => new()
    {
        Table = new TableDataset(
            new DatasetSummary { Name = "days", Description = "", Kind = DatasetKind.Table }, "hash", new TableFile(csv.Path, csv.Inspect())),
        Spec = Specs.Small.Adam(rate: 0.01, weightDecay: 0).Hidden(8).Epochs(5) with { Dataset = "days", Target = "y", Validation = validation },
        FoldsInLockstep = foldsInLockstep,
    };

    private static (int Row, int Fold, bool IsCorrect)[] OutOfFoldLines(SmallRun run) =>
        [.. File.ReadLines(run.Checkpoints.GetOutOfFoldPath(run.Checkpoint)).Skip(1).Select(line => line.Split(',')).Select(fields => (
            int.Parse(fields[0], CultureInfo.InvariantCulture), int.Parse(fields[1], CultureInfo.InvariantCulture), fields[2] == fields[3]))];
}
