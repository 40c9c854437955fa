using System.Net;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Models.Predictions;

/// <summary>Rows in the format dataframe_split, including small requests that could cause much work.</summary>
public sealed class DataframeSplitTests(SharedFixture fixture)
{
    private const string Model = "split";
    private const int ManyColumns = 30_000;

    private static readonly TimeSpan MaximumDuration = TimeSpan.FromSeconds(5);

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Many_rows_with_many_unknown_columns_are_rejected_quickly()
    {
        await TrainAsync();
        var columns = string.Join(',', Enumerable.Range(0, ManyColumns).Select(column => $"\"{column}\""));
        var empty = string.Join(',', Enumerable.Repeat("[]", ManyColumns));

        var response = await PredictAsync(
            $$"""{ "columns": [{{columns}}], "data": [{{empty}}] }""").WaitAsync(MaximumDuration, TestContext.Current.CancellationToken);

        Assert.Contains($"has 0 values; there are {ManyColumns} columns",
            response.ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors("dataframe_split.data[0]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_columns_are_warned_of_once_for_all_rows()
    {
        await TrainAsync();

        var response = await PredictAsync("""{ "columns": ["petal", "weight", "id", "height"], "data": [[1, 2, 3, 4], [5, 6, 7, 8]] }""");

        var warnings = JsonNode.Parse(response.Body)!["warnings"]!.AsArray()
            .Where(warning => ((string)warning!["reason"]!).Contains("has no such column", StringComparison.Ordinal));
        Assert.Equal([(0, 1, "weight"), (0, 1, "height")],
            warnings.Select(warning => ((int)warning!["row"]!, (int)warning["lastRow"]!, (string)warning["column"]!)));
    }

    [Theory]
    [InlineData("""{ "columns": ["petal"], "columns": ["petal"], "data": [[1]] }""", "dataframe_split.columns")]
    [InlineData("""{ "columns": ["petal"], "data": [[1]], "data": [[2]] }""", "dataframe_split.data")]
    [InlineData("""{ "columns": ["petal"], "index": [0], "data": [[1]], "index": [1] }""", "dataframe_split.index")]
    public async Task Duplicate_fields_are_rejected(string split, string field)
    {
        await TrainAsync();

        Assert.Equal("appears twice", (await PredictAsync(split)).ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors(field));
    }

    [Fact]
    public async Task Number_of_reported_unknown_fields_is_limited()
    {
        await TrainAsync();
        var unknown = string.Join(',', Enumerable.Range(0, ManyColumns).Select(field => $"\"{field}\": 0"));

        Assert.InRange((await PredictAsync($"{{ {unknown} }}")).ShouldBeProblem(HttpStatusCode.BadRequest).Fields.Count(), 1, 100);
        Assert.InRange((await service.PostAsync($"/api/models/{Model}/predict", $"{{ {unknown} }}"))
            .ShouldBeProblem(HttpStatusCode.BadRequest).Fields.Count(), 1, 100);
    }

    [Fact]
    public async Task Too_many_columns_are_rejected()
    {
        await TrainAsync();

        var problem = (await PredictAsync($$"""{ "columns": [{{string.Join(',', Enumerable.Repeat("\"\"", 100_001))}}], "data": [[1]] }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains("at most 100000", problem.GetErrors("dataframe_split.columns"), StringComparison.Ordinal);
    }

    private async Task TrainAsync()
    {
        if ((await service.GetAsync($"/api/models/{Model}")).Status == HttpStatusCode.NotFound)
        {
            await service.UploadAsync(FlowersTable.Csv, ("name", Model));
            await service.RunJobAsync(SampleSpecs.Quick.WithEpochs(1) with { Dataset = Model, Target = "kind", Model = Model });
        }
    }

    private Task<ApiResponse> PredictAsync(string split) =>
        service.PostAsync($"/api/models/{Model}/predict", $$"""{ "dataframe_split": {{split}} }""");
}
