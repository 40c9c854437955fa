using System.Globalization;
using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Jobs;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models.Evaluations;

/// <summary>The effect of a column is the mean prediction for the rows with one value of the column in all of them.</summary>
[Collection(JobServiceCollection.Name)]
public sealed class EffectsTests(ServiceFixture fixture)
{
    private static readonly (double A, string Kind)[] Rows =
        [.. Enumerable.Range(0, 60).Select(row => (row * 37 % 101 + 0.5, row % 7 == 3 ? "" : "xyz"[row * 7 % 3].ToString()))];

    private static readonly string[] Pair = ["kind", "a"];

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Effect_of_a_column_is_the_mean_of_predictions()
    {
        await TrainOnceAsync("effects", "y");
        var cancellationToken = TestContext.Current.CancellationToken;

        var answer = await service.Client.Models.GetEffectsAsync("effects", "effects", ["a"], points: 4, cancellationToken: cancellationToken);

        Assert.Equal((LearningTask.Regression, 60, 60, null), (answer.Task, answer.Rows, answer.UsedRows, answer.Class));
        var effect = Assert.Single(answer.Effects);
        var axis = Assert.Single(effect.Axes);
        Assert.Equal("a", axis.Column);
        Assert.Equal(4, axis.Points.Count);
        Assert.Equal((Rows.Min(row => row.A), Rows.Max(row => row.A)), (axis.Points[0].Number, axis.Points[3].Number));
        Assert.Equal(60, axis.Points.Sum(point => point.Rows));
        Assert.Equal(50, effect.Individuals!.Count);
        foreach (var (place, point) in axis.Points.Index())
        {
            var predictions = await PredictAsync(Rows.Select(row => (point.Number!.Value, row.Kind)));
            Assert.Equal(predictions.Average(), effect.Mean[place], 1e-3);
            Assert.Equal(predictions[0], effect.Individuals[0][place], 1e-3);
        }
    }

    [Fact]
    public async Task Pair_has_the_means_of_all_points_row_by_row()
    {
        await TrainOnceAsync("effects", "y");

        var answer = await service.Client.Models.GetEffectsAsync(
            "effects", "effects", Pair, points: 3, version: 1, cancellationToken: TestContext.Current.CancellationToken);

        var effect = Assert.Single(answer.Effects);
        Assert.Equal(Pair, effect.Axes.Select(axis => axis.Column));
        Assert.Null(effect.Individuals);
        var (kinds, numbers) = (effect.Axes[0].Points, effect.Axes[1].Points);
        Assert.Equal(4, kinds.Count);
        Assert.Equal((null, null), (kinds[3].Text, kinds[3].Number));
        var grid = kinds.SelectMany(kind => numbers.Select(number => (number.Number!.Value, kind.Text ?? "")));
        foreach (var (expected, mean) in (await PredictAsync(grid)).Zip(effect.Mean))
        {
            Assert.Equal(expected, mean, 1e-3); // There is no third column.
        }
    }

    [Fact]
    public async Task Every_column_has_an_effect_and_classes_have_probabilities()
    {
        await TrainOnceAsync("effects-of-classes", "sort");
        var cancellationToken = TestContext.Current.CancellationToken;
        var csv = "a,kind,sort\n" + string.Concat(Rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row.A},{row.Kind},good\n")));

        var all = await service.PostAsync("/api/models/effects-of-classes/effects?points=2", csv, "text/csv");
        var bad = (await service.Client.Models.GetEffectsAsync(
            "effects-of-classes", "effects-of-classes", ["a"], points: 2, className: "bad", cancellationToken: cancellationToken)).Effects[0];

        var answer = all.Read<ModelEffects>();
        Assert.Equal(["a", "kind"], answer.Effects.Select(effect => Assert.Single(effect.Axes).Column));
        Assert.Equal("good", answer.Class);
        Assert.All(answer.Effects, effect => Assert.Null(effect.Individuals));
        Assert.Equal(1 - bad.Mean[0], answer.Effects[0].Mean[0], 1e-5);
    }

    [Theory]
    [InlineData("points=1", "points", "must be from 2 to 100")]
    [InlineData("points=101", "points", "must be from 2 to 100")]
    [InlineData("points=few", "points", "must be a whole number")]
    [InlineData("column=kinds", "column", "the model has no column 'kinds'; did you mean 'kind'?")]
    [InlineData("column=a&column=a", "column", "must be two different columns")]
    [InlineData("column=a&column=kind&column=y", "column", "once for a column, or twice for a pair")]
    [InlineData("class=good", "class", "only applies to models that predict classes")]
    public async Task Parameters_that_do_not_fit_are_refused(string query, string field, string expected)
    {
        await TrainOnceAsync("effects", "y");

        var problem = (await service.PostAsync($"/api/models/effects/effects?{query}", "a,kind,y\n1,x,2\n", "text/csv"))
            .ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains(expected, problem.GetErrors(field), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Classes_and_images_are_checked()
    {
        await TrainOnceAsync("effects-of-classes", "sort");
        await service.WaitForEndAsync((await service.PostAsync(
            "/api/jobs", """{ "dataset": "glyphs", "model": "effects-glyphs", "training": { "epochs": 1 } }""")).Read<Job>().Id);

        var unknown = (await service.PostAsync("/api/models/effects-of-classes/effects?class=ugly", "a,sort\n1,good\n", "text/csv"))
            .ShouldBeProblem(HttpStatusCode.BadRequest);
        var images = (await service.PostAsync("/api/models/effects-glyphs/effects", """{ "dataset": "glyphs" }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains("the model has no class 'ugly'; its classes are bad, good", unknown.GetErrors("class"), StringComparison.Ordinal);
        Assert.Contains("the model takes images", images.GetErrors("model"), StringComparison.Ordinal);
    }

    private async Task<double[]> PredictAsync(IEnumerable<(double A, string Kind)> rows) =>
    [
        .. (await service.Client.Models.PredictAsync(
            "effects",
            rows.Select(row => new Dictionary<string, object?> { ["a"] = row.A, ["kind"] = row.Kind.Length == 0 ? null : row.Kind }),
            cancellationToken: TestContext.Current.CancellationToken)).Predictions.Select(prediction => prediction.Value!.Value),
    ];

    private async Task TrainOnceAsync(string name, string target)
    {
        if ((await service.GetAsync($"/api/models/{name}/versions/1")).Status == HttpStatusCode.OK)
        {
            return;
        }

        var csv = $"a,kind,{target}\n" + string.Concat(Rows.Select((row, index) => string.Create(CultureInfo.InvariantCulture,
            $"{row.A},{row.Kind},{(target == "y" ? $"{(3 * row.A) + (index % 5)}" : row.A > 50 ? "good" : "bad")}\n")));
        var uploaded = await service.UploadAsync(csv, ("name", name));
        Assert.True(uploaded.Status == HttpStatusCode.Created, uploaded.Body);
        var accepted = await service.PostAsync("/api/jobs", $$"""{ "dataset": "{{name}}", "target": "{{target}}", "training": { "epochs": 3 } }""");
        Assert.True(accepted.Status == HttpStatusCode.Accepted, accepted.Body);
        var job = await service.WaitForEndAsync(accepted.Read<Job>().Id);
        Assert.True(job.State == JobState.Succeeded, job.Error);
    }
}
