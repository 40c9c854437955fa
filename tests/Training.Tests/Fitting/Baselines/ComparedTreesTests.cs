using System.Globalization;
using System.Text.Json;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Randomness;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Baselines;

/// <summary>A spec that asks for boosted trees has them among the baselines of its report, or the reason why not.</summary>
public class ComparedTreesTests
{
    [Fact]
    public void Trees_are_no_part_of_a_report_that_does_not_ask_for_them()
    {
        using var csv = Squares(120);

        var scores = Run(csv, TableSpec with { CompareWith = null }).Baselines!;

        Assert.Null(scores.BoostedTrees);
        Assert.Null(scores.BoostedTreesLeftOut);
        Assert.DoesNotContain(scores.Gains, gain => gain.Baseline == BaselineKind.BoostedTrees);
    }

    [Fact]
    public void Other_baselines_and_the_network_are_the_same_with_trees()
    {
        using var csv = Squares(120);

        var with = Run(csv, TableSpec.Folds(3));
        var without = Run(csv, TableSpec.Folds(3) with { CompareWith = null });

        Assert.Equal(JsonSerializer.Serialize(without.Validation), JsonSerializer.Serialize(with.Validation));
        Assert.Equal(JsonSerializer.Serialize(without.Baselines!.Linear), JsonSerializer.Serialize(with.Baselines!.Linear));
        Assert.Equal(without.Baselines.Gains, with.Baselines.Gains.Take(2));
        Assert.All(with.Baselines.Gains.Skip(2), gain => Assert.Equal(BaselineKind.BoostedTrees, gain.Baseline));
    }

    [Fact]
    public void Folds_have_trees_that_add_up_to_those_of_all_rows()
    {
        using var csv = Squares(200);

        var report = Run(csv, TableSpec.Folds(4));

        var folds = report.CrossValidation!.Folds;
        var trees = report.Baselines!.BoostedTrees!;
        Assert.Equal(folds.Sum(fold => fold.Rows * fold.Baselines!.BoostedTrees!.Loss) / 200, trees.Loss, 1e-6);
        Assert.Equal(trees.Loss - report.Validation!.Loss, report.Baselines.Gains[2].Gain, 1e-5);
        Assert.True(trees.Rmse < report.Baselines.Linear!.Rmse / 2, $"{trees.Rmse} {report.Baselines.Linear.Rmse}");
    }

    // Bins are for networks. A tree splits a number anywhere.
    [Fact]
    public void Trees_do_not_get_the_bins_of_numbers()
    {
        using var csv = Squares(200);
        var plain = TableSpec.Preprocessing!;

        var with = Run(csv, TableSpec with { Preprocessing = plain with { Bins = 8 } });
        var without = Run(csv, TableSpec);

        Assert.NotEqual(without.Validation!.Loss, with.Validation!.Loss);
        Assert.Equal(without.Baselines!.BoostedTrees, with.Baselines!.BoostedTrees);
    }

    // A row of weight 0 counts as no row.
    [Fact]
    public void Trees_respect_the_weights_of_rows()
    {
        using var csv = Weighted();

        var equal = Run(csv, TableSpec with { Preprocessing = TableSpec.Preprocessing! with { Columns = ["a"] } });
        var weighted = Run(csv, TableSpec with { WeightColumn = "w" });

        Assert.InRange(weighted.Baselines!.BoostedTrees!.Rmse!.Value, 0, 0.5);
        Assert.InRange(equal.Baselines!.BoostedTrees!.Rmse!.Value, 10, 60);
    }

    [Fact]
    public void Test_rows_have_trees_of_all_other_rows()
    {
        using var csv = Squares(200);

        var report = Run(csv, TableSpec.Folds(3) with { Validation = TableSpec.Folds(3).Validation with { TestFraction = 0.2 } });

        Assert.Equal(40, report.TestBaselines!.Rows);
        Assert.NotNull(report.TestBaselines.BoostedTrees);
        Assert.Equal(4, report.TestBaselines.Gains.Count);
    }

    [Fact]
    public void Stopped_training_has_no_trees()
    {
        var control = new TrainingControl();
        using var csv = Squares(120);

        var report = Run(csv, TableSpec.Epochs(20), control, _ => control.Stop());

        Assert.Null(report.Baselines!.BoostedTrees);
        Assert.Equal("The training was stopped.", report.Baselines.BoostedTreesLeftOut);
    }

    [Fact]
    public void Stopped_folds_have_no_trees()
    {
        var control = new TrainingControl();
        using var csv = Squares(120);

        var report = Run(csv, TableSpec.Epochs(20).Folds(3), control, epoch =>
        {
            if (epoch is { Fold: 3, Epoch: 1 })
            {
                control.Stop();
            }
        });

        Assert.Equal("The training was stopped.", report.Baselines!.BoostedTreesLeftOut);
        Assert.All(report.CrossValidation!.Folds, fold => Assert.Null(fold.Baselines!.BoostedTrees));
    }

    [Fact]
    public void Time_budget_that_is_used_up_leaves_no_trees()
    {
        using var csv = Squares(120);
        var spec = TableSpec.Epochs(1);

        var report = Run(csv, spec with { Training = spec.Training with { TimeBudgetSeconds = 1e-6 } });

        Assert.Equal("The time budget was used up.", report.Baselines!.BoostedTreesLeftOut);
    }

    // The trees come after the last epoch. Another process then trains from the latest checkpoint.
    [Fact]
    public void Release_after_the_last_epoch_ends_the_run_without_a_result()
    {
        var control = new TrainingControl();
        using var csv = Squares(120);

        Assert.Throws<OperationCanceledException>(() => Run(csv, TableSpec.Epochs(1), control, _ => control.Release()));
    }

    [Theory]
    [InlineData(FoldAssignment.Contiguous)]
    [InlineData(FoldAssignment.Stratified)]
    [InlineData(FoldAssignment.Group)]
    [InlineData(FoldAssignment.Time)]
    public void Every_way_to_assign_rows_has_trees(FoldAssignment assignment)
    {
        using var csv = Squares(120);
        var validation = new ValidationSpec
        {
            Folds = 3,
            Assignment = assignment,
            GroupColumn = assignment == FoldAssignment.Group ? "b" : null,
            TimeColumn = assignment == FoldAssignment.Time ? "a" : null,
        };

        Assert.NotNull(Run(csv, TableSpec with { Validation = validation }).Baselines!.BoostedTrees);
    }

    [Fact]
    public void Table_of_few_rows_has_trees()
    {
        using var csv = Squares(6);

        Assert.NotNull(Run(csv, TableSpec.Folds(3)).Baselines!.BoostedTrees);
    }

    private static JobSpec TableSpec { get; } = Specs.Small.Epochs(3) with
    {
        Dataset = "rows",
        Target = "y",
        Preprocessing = new PreprocessingSpec { Target = TargetTransform.Standardize },
        CompareWith = ComparedModel.BoostedTrees,
    };

    // y = a² + noise; b is one of eight numbers.
    private static CsvFile Squares(int rows)
    {
        var random = new SplitMix64(5);
        return new CsvFile("a,b,y\n" + string.Concat(Enumerable.Range(0, rows).Select(row =>
        {
            var a = random.NextNormal();
            return string.Create(CultureInfo.InvariantCulture, $"{a:f5},{row % 8},{(a * a) + (0.05 * random.NextNormal()):f4}\n");
        })));
    }

    // y = a, but 100 in each fifth row, which has the weight 0.
    private static CsvFile Weighted()
    {
        var random = new SplitMix64(6);
        return new CsvFile("a,w,y\n" + string.Concat(Enumerable.Range(0, 300).Select(row =>
        {
            var a = random.NextNormal();
            return string.Create(CultureInfo.InvariantCulture, $"{a:f5},{(row % 5 == 0 ? 0 : 2)},{(row % 5 == 0 ? 100 : a):f4}\n");
        })));
    }

    private static Report Run(CsvFile csv, JobSpec spec, TrainingControl? control = null, Action<Training.Evaluation.EpochScores>? onEpoch = null)
    {
        var table = new TableDataset(
            new DatasetSummary { Name = "rows", Kind = DatasetKind.Table, Description = "" }, "", new TableFile(csv.Path, csv.Inspect()));
        using var run = new SmallRun
        {
            Table = table,
            Spec = spec,
            Control = control ?? new TrainingControl(),
            Observer = new RecordingObserver { OnEpoch = onEpoch ?? (_ => { }) },
        };
        return run.Execute().Report;
    }
}
