using System.Globalization;
using System.Net;
using System.Text;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Jobs;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models.Evaluations;

/// <summary>A version is scored on labelled rows, and the scores are those of the training where the rows are the same.</summary>
[Collection(JobServiceCollection.Name)]
public sealed class EvaluationTests(ServiceFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Test_rows_of_a_classification_score_as_in_the_report_with_weights()
    {
        var lines = Lines(120, row => $"{row * 37 % 101}.5,{row * 53 % 97}.5,{1 + (row % 4)},{(row * 37 % 101 > 50 ? "rose" : "daisy")}");
        var report = await TrainAsync("petals", "a,b,w,kind\n" + string.Concat(lines),
            """ "target": "kind", "weightColumn": "w", "validation": { "testFraction": 0.15, "assignment": "contiguous" } """);

        // The last 18 rows are the test rows.
        var evaluation = await EvaluateAsync("petals", "kind,w,b,a\n" + string.Concat(lines[^18..].Select(Reorder)));

        Assert.Equal(18, evaluation.Rows);
        Assert.Equal(report.Test!.Loss, evaluation.Metrics.Loss, 1e-5);
        Assert.Equal(report.Test.Accuracy!.Value, evaluation.Metrics.Accuracy!.Value, 1e-9);
        Assert.Equal(report.Test.RocAuc!.Value, evaluation.Metrics.RocAuc!.Value, 1e-9);
        Assert.Equal(report.TestBaselines!.Constant.Loss, evaluation.Constant!.Loss, 1e-5);
        Assert.Equal(report.ConfusionMatrix!, evaluation.ConfusionMatrix!);
        Assert.Equal(report.PerClass!, evaluation.PerClass!);
        Assert.Empty(evaluation.Warnings);

        // The whole dataset, by name, with the C# client.
        var cancellationToken = TestContext.Current.CancellationToken;
        Assert.Equal(120, (await service.Client.Models.EvaluateAsync("petals", "petals", cancellationToken: cancellationToken)).Rows);
        using var csv = new MemoryStream(Encoding.UTF8.GetBytes("a,b,w,kind\n" + string.Concat(lines[^18..])));
        Assert.Equal(evaluation.Metrics, (await service.Client.Models.EvaluateAsync("petals", csv, 1, cancellationToken)).Metrics);

        static string Reorder(string line) => string.Join(',', line.TrimEnd().Split(',').Reverse()) + "\n";
    }

    [Fact]
    public async Task Regression_tells_rows_left_out_and_cells_that_do_not_fit()
    {
        var lines = Lines(100, row => string.Create(CultureInfo.InvariantCulture, $"{row * 37 % 101}.5,{"xy"[row % 2]},{(row * 37 % 101) - 20}.25"));
        var report = await TrainAsync("evaluated-prices", "size,kind,price\n" + string.Concat(lines),
            """ "target": "price", "validation": { "assignment": "contiguous" } """);

        var whole = await EvaluateAsync("evaluated-prices", "size,kind,price\n" + string.Concat(lines[^20..]));
        var partial = await EvaluateAsync("evaluated-prices", "size,kind,price\nbig,x,3\n5.5,z,7\n2.5,y,\n3.5,y,n/a\n");

        Assert.Equal(report.Validation!.Rmse!.Value, whole.Metrics.Rmse!.Value, 1e-4);
        Assert.Equal(report.Validation.Loss, whole.Metrics.Loss, 1e-5);
        Assert.Equal(report.Baselines!.Constant.Rmse!.Value, whole.Constant!.Rmse!.Value, 1e-4);
        Assert.Equal(2, partial.Rows);
        Assert.Equal([0, 1], partial.Values!.Select(value => value.Row));
        Assert.Equal(3, partial.Warnings.Count);
        Assert.Equal("2 rows have no value in the column 'price', so they are not scored.", partial.Warnings[0]);
        Assert.StartsWith("In the column 'size', row 0 (from 0): 'big' is not a number", partial.Warnings[1], StringComparison.Ordinal);
        Assert.StartsWith("In the column 'kind', row 1 (from 0): ", partial.Warnings[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_classes_are_counted_and_equal_numbers_are_one_class()
    {
        await TrainAsync("codes", "a,cls\n" + string.Concat(Lines(60, row => $"{row}.5,{(row < 30 ? 1 : 2)}")),
            """ "target": "cls", "task": "classification" """);

        var evaluation = await EvaluateAsync("codes", "a,cls\n3.5,1.0\n50.5, 2\n3.5,7\n4.5,7\n5.5,8\n");

        Assert.Equal(2, evaluation.Rows);
        Assert.Equal(["1", "2"], evaluation.Classes!);
        Assert.Equal("3 rows have a class in the column 'cls' that the model was not trained with, so they are not scored: '7' (2), '8' (1).",
            Assert.Single(evaluation.Warnings));
    }

    [Theory]
    [InlineData("a,b,Kinds\n1,2,rose\n", "column 'kind': the file needs the target; did you mean 'Kinds'?")]
    [InlineData("a,b,w\n1,2,1\n", "column 'kind': the file needs the target")]
    [InlineData("a,b,kind\n1,2,rose\n", "column 'w': the file needs the weight of each row")]
    [InlineData("a,b,w,kind\n1,2,1,rose\n1,2,-1,rose\n", "line 3, column 'w': the weight -1 is below 0")]
    [InlineData("a,b,w,kind\n1,2,,rose\n", "line 2, column 'w': the weight is missing or no number")]
    [InlineData("a,b,w,kind\n1,2,0,rose\n", "all weights in the column 'w' are 0")]
    [InlineData("a,b,w,kind\n1,2,1,tulip\n", "it has no row to score. 1 row has a class")]
    [InlineData("w,kind\n1,rose\n", "it has none of the model's input columns")]
    [InlineData("a,b,w,kind\n", "it has no row to score")]
    public async Task Files_without_what_is_needed_are_refused(string csv, string expected)
    {
        await TrainOnceAsync("needed", "a,b,w,kind\n" + string.Concat(Lines(60, row => $"{row}.5,{row * 7 % 11},1,{(row < 30 ? "rose" : "daisy")}")),
            """ "target": "kind", "weightColumn": "w" """);

        var problem = (await service.PostAsync("/api/models/needed/evaluate", csv, "text/csv")).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains(expected, problem.GetErrors("body"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "dataset": "nothing" }""", "dataset", "there is no dataset 'nothing'")]
    [InlineData("""{ "dataset": "glyphs" }""", "dataset", "'glyphs' has images, and the model takes rows of a table")]
    [InlineData("""{ "dataset": "again", "part": "test" }""", "part", "'again' has no test part")]
    [InlineData("""{ "dataset": "again", "rows": 3 }""", "rows", "is not a known field")]
    [InlineData("""{ "dataset": "polynomial" }""", "dataset", "column 'kind': the file needs the target")]
    public async Task Datasets_that_do_not_fit_are_refused(string body, string field, string expected)
    {
        await TrainOnceAsync(
            "again", "a,kind\n" + string.Concat(Lines(60, row => $"{row}.5,{(row < 30 ? "rose" : "daisy")}")), """ "target": "kind" """);

        var problem = (await service.PostAsync("/api/models/again/evaluate", body)).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains(expected, problem.GetErrors(field), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Images_score_as_in_the_report()
    {
        var job = await service.WaitForEndAsync((await service.PostAsync(
            "/api/jobs", """{ "dataset": "glyphs", "model": "scored-glyphs", "training": { "epochs": 1 } }""")).Read<Job>().Id);
        var report = await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");

        var evaluation = (await service.PostAsync(
            "/api/models/scored-glyphs/evaluate", """{ "dataset": "glyphs", "part": "test" }""")).Read<Evaluation>();

        Assert.Equal(report.Test!.Loss, evaluation.Metrics.Loss, 1e-4);
        Assert.Equal(report.Test.Accuracy!.Value, evaluation.Metrics.Accuracy!.Value, 1e-9);
        (await service.PostAsync("/api/models/scored-glyphs/evaluate", "a\n1\n", "text/csv")).ShouldBeProblem(HttpStatusCode.UnsupportedMediaType);
        (await service.PostAsync("/api/models/no-model/evaluate", "a\n1\n", "text/csv")).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    private static string[] Lines(int count, Func<int, string> line) => [.. Enumerable.Range(0, count).Select(row => line(row) + "\n")];

    private async Task<Evaluation> EvaluateAsync(string model, string csv)
    {
        var response = await service.PostAsync($"/api/models/{model}/evaluate", csv, "text/csv");
        Assert.True(response.Status == HttpStatusCode.OK, response.Body);
        return response.Read<Evaluation>();
    }

    private async Task TrainOnceAsync(string name, string csv, string spec)
    {
        if ((await service.GetAsync($"/api/models/{name}")).Status == HttpStatusCode.NotFound)
        {
            await TrainAsync(name, csv, spec);
        }
    }

    private async Task<Report> TrainAsync(string name, string csv, string spec)
    {
        var uploaded = await service.UploadAsync(csv, ("name", name));
        Assert.True(uploaded.Status == HttpStatusCode.Created, uploaded.Body);
        var accepted = await service.PostAsync("/api/jobs", $$"""{ "dataset": "{{name}}", "training": { "epochs": 3 }, {{spec}} }""");
        Assert.True(accepted.Status == HttpStatusCode.Accepted, accepted.Body);
        var job = await service.WaitForEndAsync(accepted.Read<Job>().Id);
        Assert.True(job.State == JobState.Succeeded, job.Error);
        return await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");
    }
}
