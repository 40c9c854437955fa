using System.Net;
using System.Text;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Jobs;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Datasets;

/// <summary>A test file that is uploaded with a dataset scores every network that is trained on the dataset.</summary>
[Collection(JobServiceCollection.Name)]
public sealed class TestFileTests(ServiceFixture fixture)
{
    private const string Train = "size,kind,price\n";

    private static readonly string[] TrainRows =
        [.. Enumerable.Range(0, 60).Select(row => $"{row * 37 % 61},{"xyz"[row % 3]},{row * 37 % 61 * 3}.5\n")];

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Test_file_is_scored_kept_by_a_correction_and_removed_with_the_dataset()
    {
        var uploaded = await UploadAsync("tested", "KIND,price,size,more\nx,12.5,3,1\ny,15.5,4,2\nz,,5,3\nx,18.5,6,4\n");
        Assert.True(uploaded.Status == HttpStatusCode.Created, uploaded.Body);
        var profile = uploaded.Read<DatasetProfile>();

        Assert.Equal(4, profile.TestTable!.Rows);
        Assert.Equal(["kind", "price", "size", "more"], profile.TestTable.Columns.Select(column => column.Name));
        var corrected = await service.Client.Datasets.CorrectAsync(
            "tested",
            new DatasetPatch { Columns = new Dictionary<string, ColumnType> { ["kind"] = ColumnType.Categorical } },
            TestContext.Current.CancellationToken);
        Assert.Equal(4, corrected.TestTable!.Rows);

        var job = await RunAsync("tested", "");
        var report = await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");
        Assert.Equal(ReportedRows.Test, report.Reported);
        Assert.Equal([0, 1, 3], report.Values!.Select(value => value.Row));
        Assert.Equal([12.5, 15.5, 18.5], report.Values!.Select(value => value.Value));
        Assert.Equal(3, report.TestBaselines!.Rows);
        Assert.Equal("In the test file: 1 row has no value in the column 'price', so it is not scored.",
            Assert.Single(report.Diagnosis, diagnosis => diagnosis.Kind == "testRowsLeftOut").Message);
        Assert.DoesNotContain("selectedOnHoldout", report.Diagnosis.Select(diagnosis => diagnosis.Kind));

        // The model scores the same on the test part, and folds score it with the final network.
        var evaluation = (await service.PostAsync("/api/models/tested/evaluate", """{ "dataset": "tested", "part": "test" }""")).Read<Evaluation>();
        Assert.Equal(report.Test!.Rmse!.Value, evaluation.Metrics.Rmse!.Value, 1e-4);
        var folds = await RunAsync("tested", """, "validation": { "folds": 3 } """);
        Assert.Equal(3, (await service.GetAsync<Report>($"/api/jobs/{folds.Id}/report")).Values!.Count);

        var problem = (await service.PostAsync("/api/jobs", """{ "dataset": "tested", "target": "price", "validation": { "testFraction": 0.2 } }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest);
        Assert.StartsWith("cannot be set: 'tested' has a test file", problem.GetErrors("validation.testFraction"), StringComparison.Ordinal);

        Assert.Equal(HttpStatusCode.NoContent, (await service.DeleteAsync("/api/datasets/tested")).Status);
        Assert.Equal(HttpStatusCode.Created, (await UploadAsync("tested", "kind,price,size\nx,1,2\ny,2,3\n")).Status);
    }

    [Fact]
    public async Task Test_file_with_other_delimiter_and_decimal_mark_is_read_and_so_are_requests()
    {
        const string German = "size;kind;price\n1,5;x;2,5\n3,5;y;4,5\n";
        var uploaded = await UploadAsync("german-test", German);
        Assert.True(uploaded.Status == HttpStatusCode.Created, uploaded.Body);
        Assert.Equal(1.5, uploaded.Read<DatasetProfile>().TestTable!.Columns[0].Numbers!.Minimum);

        await RunAsync("german-test", "");
        var same = await PredictAsync("size,kind\n1.5,x\n3.5,y\n");
        Assert.Equal(same, await PredictAsync("size;kind\n1,5;x\n3,5;y\n"));
        Assert.Equal(same, await PredictAsync("kind\tsize\nx\t1.5\ny\t3.5\n"));
        Assert.Equal(
            await EvaluateAsync("size,kind,price\n1.5,x,2.5\n3.5,y,4.5\n"), await EvaluateAsync(German));

        async Task<string> PredictAsync(string csv) => (await service.PostAsync("/api/models/german-test/predict", csv, "text/csv")).Body;
        async Task<Metrics> EvaluateAsync(string csv) =>
            (await service.PostAsync("/api/models/german-test/evaluate", csv, "text/csv")).Read<Evaluation>().Metrics;
    }

    [Fact]
    public async Task Test_rows_and_groups_that_were_trained_on_are_told()
    {
        await UploadAsync("flattered", Train + string.Concat(TrainRows.Take(30)));

        var job = await RunAsync("flattered", """, "validation": { "groupColumn": "kind" } """);
        var diagnosis = (await service.GetAsync<Report>($"/api/jobs/{job.Id}/report")).Diagnosis;

        Assert.Contains("20 of the 30 rows of the test file are also training rows, so the test scores are too good",
            Assert.Single(diagnosis, each => each.Kind == "repeatedRows").Message, StringComparison.Ordinal);
        Assert.StartsWith("20 rows of the test file have a 'kind' that was also trained on.",
            Assert.Single(diagnosis, each => each.Kind == "sharedGroups").Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sise,kind,price\n1,x,2\n", "column 'size': the training file has this column, and the test file has not; did you mean 'sise'?")]
    [InlineData("size,kind\n1,x\n", "column 'price': the training file has this column, and the test file has not")]
    [InlineData("size,kind,price\n", "it has no rows below its header")]
    public async Task Test_file_without_what_is_needed_is_refused(string test, string expected)
    {
        var problem = (await UploadAsync("untested", test)).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains(expected, problem.GetErrors("testFile"), StringComparison.Ordinal);
        (await service.GetAsync("/api/datasets/untested")).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Same_file_with_another_test_file_is_a_conflict()
    {
        const string Test = "size,kind,price\n1,x,2\n3,y,4\n";
        Assert.Equal(HttpStatusCode.Created, (await UploadAsync("twice-tested", Test)).Status);
        Assert.Equal(HttpStatusCode.OK, (await UploadAsync("twice-tested", Test)).Status);

        var conflict = await UploadAsync("twice-tested", Test + "5,x,6\n");

        Assert.Contains("differs in: test file", conflict.ShouldBeProblem(HttpStatusCode.Conflict).Detail, StringComparison.Ordinal);
    }

    private async Task<Job> RunAsync(string name, string more)
    {
        var accepted = await service.PostAsync(
            "/api/jobs", $$"""{ "dataset": "{{name}}", "target": "price", "training": { "epochs": 2 } {{more}} }""");
        Assert.True(accepted.Status == HttpStatusCode.Accepted, accepted.Body);
        var job = await service.WaitForEndAsync(accepted.Read<Job>().Id);
        Assert.True(job.State == JobState.Succeeded, job.Error);
        return job;
    }

    private async Task<ApiResponse> UploadAsync(string name, string test)
    {
        var train = Train + string.Concat(TrainRows);
        using var form = new MultipartFormDataContent
        {
            { new StringContent(name), "name" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(test)), "testFile", "test.csv" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(train)), "file", "train.csv" },
        };
        return await service.PostFormAsync("/api/datasets", form);
    }
}
