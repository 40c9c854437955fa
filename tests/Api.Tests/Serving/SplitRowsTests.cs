using System.Net;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Serving;

/// <summary>Rows beside the names of their columns that ask for more work than they are long.</summary>
public sealed class SplitRowsTests(SharedFixture fixture)
{
    private const string Model = "split";
    private const int Many = 30_000;

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(5);

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Many_rows_of_many_columns_that_nobody_knows_take_no_time()
    {
        await TrainAsync();
        var columns = string.Join(',', Enumerable.Range(0, Many).Select(column => $"\"{column}\""));
        var empty = string.Join(',', Enumerable.Repeat("[]", Many));

        var answer = await PredictAsync(
            $$"""{ "columns": [{{columns}}], "data": [{{empty}}] }""").WaitAsync(Soon, TestContext.Current.CancellationToken);

        Assert.Contains($"has 0 values; there are {Many} columns",
            answer.ShouldBeProblem(HttpStatusCode.BadRequest).Reason("dataframe_split.data[0]"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Columns_that_nobody_knows_are_told_row_by_row()
    {
        await TrainAsync();

        var answer = await PredictAsync("""{ "columns": ["petal", "weight", "id", "height"], "data": [[1, 2, 3, 4], [5, 6, 7, 8]] }""");

        var warnings = JsonNode.Parse(answer.Body)!["warnings"]!.AsArray().Where(warning => ((string)warning!["reason"]!).Contains("has no such column", StringComparison.Ordinal));
        Assert.Equal([(0, "weight"), (0, "height"), (1, "weight"), (1, "height")], warnings.Select(warning => ((int)warning!["row"]!, (string)warning["column"]!)));
    }

    [Theory]
    [InlineData("""{ "columns": ["petal"], "columns": ["petal"], "data": [[1]] }""", "dataframe_split.columns")]
    [InlineData("""{ "columns": ["petal"], "data": [[1]], "data": [[2]] }""", "dataframe_split.data")]
    [InlineData("""{ "columns": ["petal"], "index": [0], "data": [[1]], "index": [1] }""", "dataframe_split.index")]
    public async Task Fields_that_are_there_twice_are_refused(string split, string field)
    {
        await TrainAsync();

        Assert.Equal("appears twice", (await PredictAsync(split)).ShouldBeProblem(HttpStatusCode.BadRequest).Reason(field));
    }

    [Fact]
    public async Task Many_fields_that_nobody_knows_are_answered_with_the_first_few()
    {
        await TrainAsync();
        var unknown = string.Join(',', Enumerable.Range(0, Many).Select(field => $"\"{field}\": 0"));

        Assert.InRange((await PredictAsync($"{{ {unknown} }}")).ShouldBeProblem(HttpStatusCode.BadRequest).Fields.Count(), 1, 100);
        Assert.InRange((await service.PostAsync($"/api/models/{Model}/predict", $"{{ {unknown} }}"))
            .ShouldBeProblem(HttpStatusCode.BadRequest).Fields.Count(), 1, 100);
    }

    [Fact]
    public async Task More_columns_than_any_table_has_are_refused()
    {
        await TrainAsync();

        var problem = (await PredictAsync($$"""{ "columns": [{{string.Join(',', Enumerable.Repeat("\"\"", 100_001))}}], "data": [[1]] }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains("at most 100000", problem.Reason("dataframe_split.columns"), StringComparison.Ordinal);
    }

    private async Task TrainAsync()
    {
        if ((await service.GetAsync($"/api/models/{Model}")).Status == HttpStatusCode.NotFound)
        {
            await service.UploadAsync(Flowers.Csv, ("name", Model));
            await service.RunJobAsync(SampleSpecs.Quick.Epochs(1) with { Dataset = Model, Target = "kind", Model = Model });
        }
    }

    private Task<Answer> PredictAsync(string split) => service.PostAsync($"/api/models/{Model}/predict", $$"""{ "dataframe_split": {{split}} }""");
}
