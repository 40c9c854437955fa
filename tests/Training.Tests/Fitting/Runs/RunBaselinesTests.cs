using System.Globalization;
using System.Text.Json;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Randomness;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>Every report compares the network with baselines on the same rows, and doubts scores that prove little.</summary>
public class RunBaselinesTests
{
    // Always predicting the mean of the training rows; the report has the true values of all validation rows.
    [Fact]
    public void Constant_baseline_of_a_regression_is_the_mean_of_the_training_rows()
    {
        using var csv = Linear(200);
        var report = Run(csv, TableSpec.Epochs(5));

        var all = File.ReadLines(csv.Path).Skip(1).Select(line => double.Parse(line.Split(',')[2], CultureInfo.InvariantCulture)).ToArray();
        var validation = report.Values!;
        var mean = (all.Sum() - validation.Sum(row => row.Value)) / (all.Length - validation.Count);
        Assert.Equal(40, report.Baselines!.Rows);
        Assert.Equal(
            Math.Sqrt(validation.Average(row => (row.Value - mean) * (row.Value - mean))), report.Baselines.Constant.Rmse!.Value, 1e-4);
    }

    [Fact]
    public void Linear_data_is_predicted_by_the_linear_baseline_and_the_network_is_not_better()
    {
        using var csv = Linear(200);

        var report = Run(csv, TableSpec.Epochs(20));

        Assert.InRange(report.Baselines!.Linear!.Rmse!.Value, 0.05, 0.15); // the noise has a standard deviation of 0.1
        Assert.Null(report.Baselines.LinearLeftOut);
        Assert.All(report.Baselines.Gains, gain => Assert.Equal(BaselineKind.Linear, gain.Baseline));
        Assert.Equal(report.Baselines.Linear.Loss - report.Validation!.Loss, report.Baselines.Gains[0].Gain, 1e-5);
        Assert.Contains("notBetterThanBaseline", Kinds(report));
        Assert.DoesNotContain("balanced", Kinds(report));
    }

    [Fact]
    public void Folds_have_baselines_that_add_up_to_those_of_all_rows()
    {
        using var csv = Linear(120);

        var report = Run(csv, TableSpec.Epochs(5).Folds(4));

        var folds = report.CrossValidation!.Folds;
        Assert.Equal(120, report.Baselines!.Rows);
        Assert.All(folds, fold => Assert.Equal(fold.Rows, fold.Baselines!.Rows));
        Assert.Equal(folds.Sum(fold => fold.Rows * fold.Baselines!.Linear!.Loss) / 120, report.Baselines.Linear!.Loss, 1e-6);
        Assert.DoesNotContain("selectedOnHoldout", Kinds(report));
    }

    // 330 rows of noise, ten of them fraud.
    [Fact]
    public void Rare_class_in_noise_is_no_success()
    {
        var random = new SplitMix64(8);
        using var csv = new CsvFile("a,b,fraud\n" + string.Concat(Enumerable.Range(0, 330).Select(row => string.Create(
            CultureInfo.InvariantCulture, $"{random.NextNormal():f3},{random.NextNormal():f3},{(row % 33 == 0 ? "yes" : "no")}\n"))));

        var report = Run(csv, TableSpec.Epochs(20) with { Target = "fraud" });

        Assert.Contains("majorityOnly", Kinds(report));
        Assert.DoesNotContain("balanced", Kinds(report));
        Assert.DoesNotContain("leak", Kinds(report));
    }

    // 30 rows of noise, four times each.
    [Fact]
    public void Repeated_rows_are_counted_and_do_not_prove_anything()
    {
        var random = new SplitMix64(9);
        var lines = Enumerable.Range(0, 30).Select(row => string.Create(
            CultureInfo.InvariantCulture, $"{random.NextNormal():f3},{random.NextNormal():f3},{(random.NextInt32(2) == 0 ? "a" : "b")}\n")).ToArray();
        using var csv = new CsvFile("a,b,kind\n" + string.Concat(Enumerable.Repeat(lines, 4).SelectMany(each => each)));

        var report = Run(csv, TableSpec.Hidden(64, 64).Epochs(60) with { Target = "kind", Validation = new ValidationSpec { Holdout = 0.1 } });

        var repeated = Assert.Single(report.Diagnosis, each => each.Kind == "repeatedRows");
        Assert.Contains("90 of 120 rows repeat", repeated.Message, StringComparison.Ordinal);
        Assert.Contains("fewRows", Kinds(report));
        Assert.DoesNotContain("balanced", Kinds(report));
        Assert.DoesNotContain("leak", Kinds(report)); // with each row once, no feature gives the class away
    }

    [Fact]
    public void Column_that_repeats_the_target_is_a_leak()
    {
        var random = new SplitMix64(10);
        using var csv = new CsvFile("a,price_eur,price\n" + string.Concat(Enumerable.Range(0, 100).Select(row =>
        {
            var price = random.NextDouble(10, 90);
            return string.Create(CultureInfo.InvariantCulture, $"{random.NextNormal():f3},{price * 0.9:f4},{price:f4}\n");
        })));

        var leak = Assert.Single(Run(csv, TableSpec with { Target = "price" }).Diagnosis, each => each.Kind == "leak");

        Assert.Contains("'price_eur'", leak.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Epoch_chosen_on_the_scored_holdout_is_named_unless_the_last_is_kept()
    {
        using var csv = Linear(100);
        var last = TableSpec with { Validation = TableSpec.Validation with { Keep = KeptEpoch.Last } };

        Assert.Contains("selectedOnHoldout", Kinds(Run(csv, TableSpec)));
        Assert.DoesNotContain("selectedOnHoldout", Kinds(Run(csv, last)));
        Assert.DoesNotContain("selectedOnHoldout", Kinds(Run(csv, TableSpec.Epochs(1)))); // nothing to choose from
    }

    // 784 inputs are too many for a run of three epochs.
    [Fact]
    public void Linear_model_is_left_out_with_a_reason_where_it_would_take_too_long()
    {
        using var run = new SmallRun();

        var report = run.Execute().Report;

        Assert.Equal((40, 50), (report.Baselines!.Rows, report.TestBaselines!.Rows));
        Assert.Null(report.Baselines.Linear);
        Assert.Contains("5 %", report.Baselines.LinearLeftOut, StringComparison.Ordinal);
        Assert.InRange(report.TestBaselines.Constant.Accuracy!.Value, 0.02, 0.3);
        Assert.DoesNotContain("selectedOnHoldout", Kinds(report)); // the test part is independent
    }

    [Fact]
    public void Same_run_gives_the_same_baselines()
    {
        using var csv = Linear(100);

        Assert.Equal(JsonSerializer.Serialize(Run(csv, TableSpec).Baselines), JsonSerializer.Serialize(Run(csv, TableSpec).Baselines));
    }

    [Fact]
    public void Report_of_an_earlier_version_is_read_without_baselines()
    {
        var report = JsonSerializer.Deserialize<Report>(
            """
            {"jobId":"7f7f0a8e-52c4-4d3a-9a39-1f4a4c1c7d11","task":"regression","epoch":3,"validation":{"loss":1},"reported":"validation",
             "diagnosis":[],"crossValidation":{"n":2,"assignment":"shuffled",
             "folds":[{"fold":1,"rows":1,"epoch":3,"train":{"loss":1},"validation":{"loss":1}}],
             "mean":{"train":{"loss":1},"validation":{"loss":1}},
             "standardDeviation":{"train":{"loss":0},"validation":{"loss":0}},"pooled":{"loss":1}}}
            """, WireFormat.Options)!;

        Assert.Null(report.Baselines);
        Assert.Null(report.CrossValidation!.Folds[0].Baselines);
    }

    private static JobSpec TableSpec { get; } = Specs.Small with
    {
        Dataset = "rows",
        Target = "y",
        Preprocessing = new PreprocessingSpec { Target = TargetTransform.Standardize },
    };

    private static IEnumerable<string> Kinds(Report report) => report.Diagnosis.Select(diagnosis => diagnosis.Kind);

    // y = 3a - 2b + noise
    private static CsvFile Linear(int rows)
    {
        var random = new SplitMix64(7);
        return new CsvFile("a,b,y\n" + string.Concat(Enumerable.Range(0, rows).Select(_ =>
        {
            var (a, b) = (random.NextNormal(), random.NextNormal());
            return string.Create(CultureInfo.InvariantCulture, $"{a:f4},{b:f4},{(3 * a) - (2 * b) + (0.1 * random.NextNormal()):f4}\n");
        })));
    }

    private static Report Run(CsvFile csv, JobSpec spec)
    {
        var table = new TableDataset(
            new DatasetSummary { Name = "rows", Kind = DatasetKind.Table, Description = "" }, "", new TableFile(csv.Path, csv.Inspect()));
        using var run = new SmallRun { Table = table, Spec = spec };
        return run.Execute().Report;
    }
}
