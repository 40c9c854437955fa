using System.Globalization;
using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Jobs;

/// <summary>Jobs that compare their network with boosted trees, from the spec to the report.</summary>
[Collection(JobServiceCollection.Name)]
public sealed class ComparedTreesTests(ServiceFixture fixture)
{
    private readonly Service service = fixture.Service;

    // The class is whether a and b have the same sign; each tenth row has the other class. Then the best possible accuracy is 0.9, and the best
    // possible loss 0.9 * 0.105 + 0.1 * 2.303 = 0.325. A network without hidden layers knows nothing: its loss is 0.69.
    [Theory]
    [InlineData("\"holdout\": 0.3", 180)]
    [InlineData("\"folds\": 3", 600)]
    public async Task Trees_win_where_the_network_is_the_wrong_tool(string validation, int rows)
    {
        var report = await RunAsync("signs", $$"""{ {{Linear}}, "validation": { {{validation}} } }""");

        var scores = report.Baselines!;
        Assert.Equal(rows, scores.Rows);
        Assert.InRange(scores.BoostedTrees!.Accuracy!.Value, 0.83, 0.93);
        Assert.InRange(scores.BoostedTrees.Loss, 0.3, 0.45);
        Assert.InRange(report.Validation!.Loss, 0.6, 0.8);
        Assert.Equal(
            [BaselineMetric.Loss, BaselineMetric.Accuracy],
            scores.Gains.Where(gain => gain.Baseline == BaselineKind.BoostedTrees).Select(gain => gain.Metric));
        Assert.Contains("a network is the wrong tool for this table",
            Assert.Single(report.Diagnosis, diagnosis => diagnosis.Kind == "worseThanBoostedTrees").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_spec_gives_the_same_trees_and_another_seed_others()
    {
        const string Spec = $$"""{ {{Linear}}, "validation": { "folds": 3 } }""";

        var first = await RunAsync("signs", Spec);
        var second = await RunAsync("signs", Spec);
        var other = await RunAsync("signs", Spec.Replace("\"epochs\": 2", "\"epochs\": 2, \"seed\": 1", StringComparison.Ordinal));

        Assert.Equal(first.Baselines!.BoostedTrees, second.Baselines!.BoostedTrees);
        Assert.NotEqual(first.Baselines.BoostedTrees, other.Baselines!.BoostedTrees);
    }

    // y = 3a - 2b: a network follows a plane more closely than steps do.
    [Fact]
    public async Task A_network_wins_on_a_plane()
    {
        var report = await RunAsync("plane",
            """
            { "target": "y", "network": { "hidden": [] }, "optimizer": { "learningRate": 0.05 }, "training": { "epochs": 40 },
              "preprocessing": { "target": "standardize", "columns": ["a", "b"] }, "validation": { "folds": 3, "testFraction": 0.2 } }
            """);

        Assert.InRange(report.Test!.Rmse!.Value, 0.05, 0.2); // the noise has a standard deviation of 0.1
        Assert.InRange(report.TestBaselines!.BoostedTrees!.Rmse!.Value, 0.12, 1);
        Assert.Single(report.Diagnosis, diagnosis => diagnosis.Kind == "betterThanBoostedTrees");
        Assert.All(report.CrossValidation!.Folds, fold => Assert.NotNull(fold.Baselines!.BoostedTrees));
    }

    [Fact]
    public async Task Many_classes_are_compared()
    {
        var report = await RunAsync("signs",
            """
            { "target": "quarter", "network": { "hidden": [] }, "training": { "epochs": 1 }, "preprocessing": { "columns": ["a", "b"] } }
            """);

        Assert.Equal(4, report.Classes!.Count);
        Assert.InRange(report.Baselines!.BoostedTrees!.Accuracy!.Value, 0.9, 1);
        Assert.Equal("worseThanBoostedTrees", Assert.Single(report.Diagnosis, each => each.Kind.EndsWith("Trees", StringComparison.Ordinal)).Kind);
    }

    [Theory]
    [InlineData("""{ "dataset": "glyphs", "compareWith": "boostedTrees" }""", "only applies to tables")]
    [InlineData("""{ "dataset": "polynomial", "compareWith": "forest" }""", "must be one of boostedTrees")]
    public async Task Images_and_other_models_are_refused(string spec, string expected)
    {
        var problem = (await service.PostAsync("/api/jobs", spec)).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Equal(["compareWith"], problem.Fields);
        Assert.Contains(expected, problem.GetErrors("compareWith"), StringComparison.Ordinal);
    }

    private const string Linear =
        """ "target": "same", "network": { "hidden": [] }, "training": { "epochs": 2 }, "preprocessing": { "columns": ["a", "b"] } """;

    private static string Csv { get; } = "a,b,same,quarter,y\n" + string.Concat(Enumerable.Range(0, 600).Select(row =>
    {
        // Two steps that repeat only after 600 rows spread the rows evenly over a square.
        var (a, b) = ((row * 271 % 600 / 300.0) - 0.999, (row * 157 % 599 / 299.5) - 0.999);
        var noise = ((row * 37 % 600 / 300.0) - 1) * 0.1 * Math.Sqrt(3);
        return string.Create(CultureInfo.InvariantCulture,
            $"{a:f4},{b:f4},{(a * b > 0 != (row % 10 == 3) ? "yes" : "no")},q{(a > 0 ? 2 : 0) + (b > 0 ? 1 : 0)},{(3 * a) - (2 * b) + noise:f4}\n");
    }));

    private async Task<Report> RunAsync(string name, string spec)
    {
        await service.UploadAsync(Csv, ("name", name));
        var accepted = await service.PostAsync("/api/jobs", $$"""{ "dataset": "{{name}}", "compareWith": "boostedTrees", {{spec.Trim()[1..]}}""");
        Assert.True(accepted.Status == HttpStatusCode.Accepted, accepted.Body);
        var job = await service.WaitForEndAsync(accepted.Read<Job>().Id);
        Assert.True(job.State == JobState.Succeeded, job.Error);
        return await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");
    }
}
