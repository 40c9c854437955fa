using System.Globalization;
using System.Text.Json;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Explanations;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Predicting;
using LearnML.Training.Randomness;
using LearnML.Training.Scoring;
using LearnML.Training.Tests.Devices;
using LearnML.Training.Tests.Fitting.Runs;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Importance;

/// <summary>The report of a table's job has the importance of its columns, on rows that the network was not trained on.</summary>
public sealed class RunImportanceTests
{
    private static readonly string[] Group = ["a", "b"];

    private static JobSpec TableSpec { get; } = Specs.Small.Epochs(10) with
    {
        Dataset = "rows",
        Target = "y",
        Explain = new ExplainSpec { Repeats = 5 },
        Validation = new ValidationSpec { Holdout = 0.25, Keep = KeptEpoch.Last },
    };

    [Fact]
    public void Column_that_decides_comes_first_and_noise_last()
    {
        using var csv = Rows(400);

        var report = Run(csv, TableSpec);

        Assert.Equal(100, report.ImportanceRows);
        Assert.Null(report.ImportanceLeftOut);
        Assert.Equal(["a", "kind"], report.Importance!.Take(2).Select(column => column.Column));
        Assert.All(report.Importance!.Take(2), column => Assert.True(column.Low > 0 && column.PValue < 0.01, $"{column}"));
        Assert.All(report.Importance!.Skip(2), column => Assert.InRange(column.Mean, -0.01, 0.01));
        Assert.All(report.Importance!, column => Assert.InRange(column.Mean, column.Low, column.High));
    }

    [Fact]
    public void Without_explain_the_report_has_none()
    {
        using var csv = Rows(60);

        var report = Run(csv, TableSpec.Epochs(1) with { Explain = null });

        Assert.Null(report.Importance);
        Assert.Null(report.ImportanceLeftOut);
        Assert.Null(report.ImportanceRows);
    }

    /// <summary>The saved model, on the same rows in the same order, has the same importance as the report.</summary>
    [Fact]
    public void Saved_model_has_the_importance_of_the_report()
    {
        using var csv = Rows(200);
        var spec = TableSpec.Ensemble(2) with { Validation = new ValidationSpec { Holdout = 0.25, Assignment = FoldAssignment.Contiguous } };
        using var run = new SmallRun { Spec = spec, Table = Table(csv) };
        var report = run.Execute().Report;

        var lines = File.ReadAllLines(csv.Path);
        using var holdout = new CsvFile(string.Join('\n', lines.Take(1).Concat(lines[^50..])) + "\n");
        var predictor = Predictor.Load(run.Checkpoints, run.Checkpoint, TestDevice.Name);
        var scores = new ModelExplainer(predictor, new ImportanceSettings(5, spec.Training.Seed, []))
            .ExplainCsv(File.OpenRead(holdout.Path), null, 100, TestContext.Current.CancellationToken);

        Assert.Equal(50, scores.Rows);
        Assert.Equal(50, scores.UsedRows);
        Assert.Empty(scores.Warnings);
        foreach (var (expected, actual) in report.Importance!.Zip(scores.Importance))
        {
            Assert.Equal(expected.Column, actual.Column);
            Assert.Equal(expected.Mean, actual.Mean, 1e-4);
            Assert.Equal(expected.Low, actual.Low, 1e-4);
            Assert.Equal(expected.StandardDeviation, actual.StandardDeviation, 1e-4);
        }
    }

    /// <summary>Folds have different categories, so in lockstep some networks have more inputs than others.</summary>
    [Theory]
    [InlineData("y")]
    [InlineData("kind")]
    public void Folds_in_lockstep_have_the_importance_of_folds_alone(string target)
    {
        using var csv = Rows(120);
        var spec = TableSpec.Epochs(3).Ensemble(2).Folds(4) with { Target = target, Explain = new ExplainSpec { Repeats = 3, Groups = [Group] } };

        var together = Run(csv, spec, lockstep: 4);
        var alone = Run(csv, spec, lockstep: 1);

        Assert.Equal(120, together.ImportanceRows);
        Assert.Equal(4, together.Importance!.Count);
        Assert.Contains(together.Importance, column => column.Column == "a + b");
        foreach (var column in together.Importance)
        {
            var other = alone.Importance!.Single(each => each.Column == column.Column);
            Assert.Equal(column.Mean, other.Mean, 1e-4);
            Assert.Equal(column.High, other.High, 1e-4);
        }
    }

    [Fact]
    public void Test_rows_are_explained_where_there_are_some()
    {
        using var csv = Rows(200);

        var report = Run(csv, TableSpec.Epochs(2) with { Validation = new ValidationSpec { Folds = 3, TestFraction = 0.2 } });

        Assert.Equal(40, report.ImportanceRows);
        Assert.Equal(5, report.Importance!.Count);
    }

    /// <summary>The importance of the folds that were finished before a crash is kept.</summary>
    [Fact]
    public void Resumed_folds_have_the_same_importance()
    {
        using var csv = Rows(80);
        var spec = TableSpec.Epochs(2).Folds(3);
        using var whole = ResumableRuns.Run(spec, lockstep: 1, ResumableRuns.EveryEpoch, Table(csv));
        var expected = whole.Execute();

        using var run = ResumableRuns.Run(spec, lockstep: 1, ResumableRuns.EveryBatch, Table(csv));
        var epochs = 0;
        var observer = new RecordingObserver
        {
            OnEpoch = _ => ResumableRuns.When(++epochs == 5, () => throw new InvalidOperationException("interrupted")),
        };
        Assert.Throws<InvalidOperationException>(() => run.Execute(spec, observer, new TrainingControl()));
        var resumed = run.Execute(spec, new RecordingObserver(), new TrainingControl());

        Assert.Equal(JsonSerializer.Serialize(expected.Report.Importance), JsonSerializer.Serialize(resumed.Report.Importance));
    }

    [Fact]
    public void Search_explains_its_best_trial()
    {
        using var csv = Rows(120);
        var spec = TableSpec.Epochs(3) with
        {
            Search = new SearchSpec
            {
                Trials = 2,
                Space = new Dictionary<string, SearchRange> { ["optimizer.learningRate"] = new() { LogUniform = [0.01, 0.1] } },
            },
        };

        Assert.Equal(5, Run(csv, spec).Importance!.Count);
    }

    private static Report Run(CsvFile csv, JobSpec spec, int lockstep = 0)
    {
        using var run = ResumableRuns.Run(spec, lockstep, ResumableRuns.EveryEpoch, Table(csv));
        return run.Execute().Report;
    }

    private static TableDataset Table(CsvFile csv) => new(
        new DatasetSummary { Name = "rows", Kind = DatasetKind.Table, Description = "" }, "", new TableFile(csv.Path, csv.Inspect()));

    /// <summary>y = 3a - 2 (kind is red) + noise; b and c are noise, and place is a category of noise with rare values.</summary>
    private static CsvFile Rows(int rows)
    {
        var random = new SplitMix64(11);
        return new CsvFile("a,b,c,kind,place,y\n" + string.Concat(Enumerable.Range(0, rows).Select(_ =>
        {
            var (a, b, c, red) = (random.NextNormal(), random.NextNormal(), random.NextNormal(), random.NextInt32(2) == 0);
            var y = (3 * a) - (red ? 2 : 0) + (0.3 * random.NextNormal());
            return string.Create(CultureInfo.InvariantCulture, $"{a:f3},{b:f3},{c:f3},{(red ? "red" : "blue")},p{random.NextInt32(12)},{y:f3}\n");
        })));
    }
}
