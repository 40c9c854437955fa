using System.Globalization;
using System.Net;
using System.Text;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Jobs;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models.Evaluations;

/// <summary>A version tells on labelled rows how much its columns matter, as its job's report does on rows that it was not trained on.</summary>
[Collection(JobServiceCollection.Name)]
public sealed class ExplainTests(ServiceFixture fixture)
{
    private const string Header = "a,b,kind,y\n";

    private static readonly string[] Lines =
    [
        .. Enumerable.Range(0, 200).Select(row => string.Create(CultureInfo.InvariantCulture,
            $"{row * 37 % 101}.5,{row * 53 % 97}.5,{"xyz"[row * 7 % 3]},{(3 * (row * 37 % 101)) + (row * 11 % 13)}\n")),
    ];

    private static readonly IReadOnlyList<string>[] Groups = [["a", "kind"]];

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Version_has_the_importance_of_the_report()
    {
        var report = await TrainAsync("reasons", """ "validation": { "assignment": "contiguous", "holdout": 0.2 }, "explain": { "repeats": 4 } """);
        using var csv = new MemoryStream(Encoding.UTF8.GetBytes(Header + string.Concat(Lines[^40..])));
        var cancellationToken = TestContext.Current.CancellationToken;

        var explanation = await service.Client.Models.ExplainAsync("reasons", csv, repeats: 4, cancellationToken: cancellationToken);

        Assert.Equal(("reasons", 1, LearningTask.Regression), (explanation.Model, explanation.Version, explanation.Task));
        Assert.Equal((40, 40, 4, 0L), (explanation.Rows, explanation.UsedRows, explanation.Repeats, explanation.Seed));
        Assert.Equal(40, report.ImportanceRows);
        Assert.Equal("a", explanation.Importance[0].Column);
        Assert.True(explanation.Importance[0].Low > 0);
        Assert.Equal(3, explanation.Importance.Count);
        foreach (var (expected, actual) in report.Importance!.Zip(explanation.Importance))
        {
            Assert.Equal(expected.Column, actual.Column);
            Assert.Equal(expected.Mean, actual.Mean, 1e-4);
            Assert.Equal(expected.High, actual.High, 1e-4);
        }
    }

    [Fact]
    public async Task Dataset_groups_and_seed_are_given()
    {
        await TrainOnceAsync("explained-groups");
        var cancellationToken = TestContext.Current.CancellationToken;

        var first = await service.Client.Models.ExplainAsync(
            "explained-groups", "explained-groups", groups: Groups, cancellationToken: cancellationToken);
        var other = await service.Client.Models.ExplainAsync(
            "explained-groups", "explained-groups", version: 1, seed: 5, groups: Groups, cancellationToken: cancellationToken);

        Assert.Equal(200, first.Rows);
        Assert.Equal(["a + kind", "b"], first.Importance.Select(column => column.Column));
        Assert.Equal(Groups[0], first.Importance[0].Columns);
        Assert.NotEqual(first.Importance[0].Mean, other.Importance[0].Mean);
        Assert.Equal(first.Importance[0].Mean, other.Importance[0].Mean, 0.1 * first.Importance[0].Mean);
    }

    [Theory]
    [InlineData("repeats=1", "repeats", "must be from 2 to 100")]
    [InlineData("repeats=101", "repeats", "must be from 2 to 100")]
    [InlineData("repeats=many", "repeats", "")]
    [InlineData("group=a", "group", "must be a JSON array of two or more column names")]
    [InlineData("group=[\"a\"]", "group", "must be a JSON array of two or more column names")]
    [InlineData("group=[\"a\",null]", "group", "must be a JSON array of two or more column names")]
    [InlineData("group=[\"a\",\"kinds\"]", "group", "the model has no column 'kinds'; did you mean 'kind'?")]
    [InlineData("group=[\"a\",\"y\"]", "group", "the model has no column 'y'")]
    [InlineData("group=[\"a\",\"b\"]&group=[\"b\",\"kind\"]", "group", "the column 'b' appears twice")]
    public async Task Parameters_that_do_not_fit_are_refused(string query, string field, string expected)
    {
        await TrainOnceAsync("parameters");

        var problem = (await service.PostAsync($"/api/models/parameters/explain?{query}", Header + Lines[0], "text/csv"))
            .ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains(expected, problem.GetErrors(field), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b,kind\n1,2,x\n", "column 'y': the file needs the target")]
    [InlineData("a,b,kind,y\n1,2,x,3\n", "there is only one row with a target, and shuffling needs two")]
    public async Task Files_without_what_is_needed_are_refused(string csv, string expected)
    {
        await TrainOnceAsync("parameters");

        var problem = (await service.PostAsync("/api/models/parameters/explain", csv, "text/csv")).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains(expected, problem.GetErrors("body"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_of_images_have_no_columns()
    {
        await service.WaitForEndAsync((await service.PostAsync(
            "/api/jobs", """{ "dataset": "glyphs", "model": "unexplained-glyphs", "training": { "epochs": 1 } }""")).Read<Job>().Id);

        var problem = (await service.PostAsync("/api/models/unexplained-glyphs/explain", """{ "dataset": "glyphs" }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains("the model takes images", problem.GetErrors("model"), StringComparison.Ordinal);
        (await service.PostAsync("/api/models/no-model/explain", "a\n1\n", "text/csv")).ShouldBeProblem(HttpStatusCode.NotFound);
        (await service.PostAsync("/api/jobs", """{ "dataset": "glyphs", "explain": {} }""")).ShouldBeProblem(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("""[["a"]]""", "explain.groups[0]", "must have two or more columns")]
    [InlineData("""[["a", "y"]]""", "explain.groups", "the model has no column 'y'")]
    [InlineData("""[["a", "b"], ["a", "kind"]]""", "explain.groups", "the column 'a' appears twice")]
    public async Task Groups_of_a_spec_are_checked(string groups, string field, string expected)
    {
        await TrainOnceAsync("parameters");

        var problem = (await service.PostAsync("/api/jobs", $$"""{ "dataset": "parameters", "target": "y", "explain": { "groups": {{groups}} } }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains(expected, problem.GetErrors(field), StringComparison.Ordinal);
    }

    private async Task TrainOnceAsync(string name)
    {
        if ((await service.GetAsync($"/api/models/{name}")).Status == HttpStatusCode.NotFound)
        {
            await TrainAsync(name, """ "validation": { "holdout": 0.2 } """);
        }
    }

    private async Task<Report> TrainAsync(string name, string spec)
    {
        var uploaded = await service.UploadAsync(Header + string.Concat(Lines), ("name", name));
        Assert.True(uploaded.Status == HttpStatusCode.Created, uploaded.Body);
        var accepted = await service.PostAsync("/api/jobs", $$"""{ "dataset": "{{name}}", "target": "y", "training": { "epochs": 5 }, {{spec}} }""");
        Assert.True(accepted.Status == HttpStatusCode.Accepted, accepted.Body);
        var job = await service.WaitForEndAsync(accepted.Read<Job>().Id);
        Assert.True(job.State == JobState.Succeeded, job.Error);
        return await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");
    }
}
