using System.Net;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Datasets;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models.Predictions;

/// <summary>Warnings of predictions are grouped by kind and column, so that their number depends on the model and not on the rows.</summary>
public sealed class GroupedWarningsTests(SharedFixture fixture)
{
    private static readonly string[] Columns = ["petal", "sepal", "colour", "garden", "kind"];

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Columns_that_the_same_rows_lack_are_one_warning()
    {
        var address = await TrainAsync("lacking-rows");
        var all = Join(20, _ => """{"petal":1,"sepal":2}""");
        var some = Join(20, row =>
            $$"""{"petal":1,"sepal":2,"colour":"red","garden":"g1"{{(row % 4 == 1 ? "" : ""","kind":"rose" """)}}}""");

        Assert.Equal(new PredictionWarning(0, 19, "colour", "the rows do not have 3 columns: colour, garden, kind", 60),
            Assert.Single(await PredictAsync(address, $$"""{"rows":[{{all}}]}""")));
        Assert.Equal(new PredictionWarning(1, 17, "kind", "5 of these rows do not have this column", 5),
            Assert.Single(await PredictAsync(address, $$"""{"rows":[{{some}}]}""")));
        Assert.Equal(new PredictionWarning(0, 0, "sepal", "the row does not have 4 columns: sepal, colour, garden, kind", 4),
            Assert.Single(await PredictAsync(address, """{"rows":[{"petal":1}]}""")));
        Assert.Equal(new PredictionWarning(0, 1, "petal", "the rows do not have this column", 2), Assert.Single(await PredictAsync(address,
            """{"inputs":{"sepal":[1,2],"colour":["red","red"],"garden":["g1","g1"],"kind":["rose","rose"]}}""")));
    }

    [Fact]
    public async Task Columns_that_other_rows_lack_are_warnings_of_their_own()
    {
        var address = await TrainAsync("lacking-others");

        // The columns lack in the same first and last row, and in as many rows.
        var rows = Join(20, row => $$"""
            {"petal":1,"colour":"red","garden":"g1"{{Value(row is 0 or 5 or 19, "sepal", "2")}}{{Value(row is 0 or 6 or 19, "kind", "\"rose\"")}}}
            """);

        Assert.Equal(
            [new(0, 19, "sepal", "3 of these rows do not have this column", 3), new(0, 19, "kind", "3 of these rows do not have this column", 3)],
            await PredictAsync(address, $$"""{"rows":[{{rows}}]}"""));

        static string Value(bool isMissing, string column, string value) => isMissing ? "" : $",\"{column}\":{value}";
    }

    [Fact]
    public async Task Errors_and_texts_say_how_many_values_they_are_about()
    {
        var address = await TrainAsync("told-values");
        var rows = Join(50, row => $$"""{"petal":1,"sepal":2,"colour":"{{(row == 7 ? "grey" : "pink")}}","garden":"g1"}""");

        var refused = (await service.PostAsync($"{address}?strict=true", $$"""{"rows":[{{rows}}]}""")).ShouldBeProblem(HttpStatusCode.BadRequest);
        var errors = refused.Errors!;
        var inferred = JsonNode.Parse((await service.PostAsync("/v2/models/told-values/infer", CreateInference(3, _ => "pink"))).Body)!;

        Assert.Equal(["'pink' was not seen in training (49 values, rows 0 to 49)"], errors["rows[0].colour"]);
        Assert.Equal(["'grey' was not seen in training"], errors["rows[7].colour"]);
        Assert.Equal(["the rows do not have this column (50 values, rows 0 to 49)"], errors["rows[0].kind"]);
        Assert.Contains("colour[0-2]: 'pink' was not seen in training (3 values, rows 0 to 2)",
            (string?)inferred["parameters"]!["warnings"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task First_values_of_a_column_are_spelled_out()
    {
        var address = await TrainAsync("unseen-values");
        string Rows(Func<int, string> colour) =>
            $$"""{"rows":[{{Join(50, row => $$"""{"petal":1,"sepal":2,"colour":"{{colour(row)}}","garden":"g1","kind":"rose"}""")}}]}""";

        Assert.Equal(
            [
                new(0, 0, "colour", "'new0' was not seen in training", 1), new(1, 1, "colour", "'new1' was not seen in training", 1),
                new(2, 2, "colour", "'new2' was not seen in training", 1), new(3, 49, "colour", "47 more values of this column cannot be used", 47),
            ],
            await PredictAsync(address, Rows(row => $"new{row}")));
        Assert.Equal([new(0, 49, "colour", "'pink' was not seen in training", 50)], await PredictAsync(address, Rows(_ => "pink")));
    }

    [Fact]
    public async Task Number_of_warnings_does_not_grow_with_rows_or_names()
    {
        await TrainAsync("grouped");
        foreach (var (path, create) in new (string, Func<int, string>)[]
        {
            ("/api/models/grouped/predict", count => $$"""{"rows":[{{Join(count, row => $$"""{"petal":"x{{row}}","new{{row}}":1}""")}}]}"""),
            ("/api/models/grouped/predict", count => $$"""{"rows":[{ {{Join(count, row => $"\"new{row}\":1")}} }]}"""),
            ("/api/models/grouped/predict", count => $$"""{ "inputs": { "petal": [{{Join(count, row => $"\"x{row}\"")}}] } }"""),
            ("/api/models/grouped/predict", count =>
                $$"""{ "dataframe_split": { "columns": ["petal", "new"], "data": [{{Join(count, row => $"[\"x{row}\",1]")}}] } }"""),
            ("/v2/models/grouped/infer", count => CreateInference(count, row => $"x{row}")),
        })
        {
            var (few, many) = (await WarningBytesAsync(path, create(200)), await WarningBytesAsync(path, create(2_000)));
            Assert.InRange(many, few - 50, few + 200);
        }
    }

    [Fact]
    public async Task Later_values_of_a_column_are_counted_in_CSV()
    {
        var address = await TrainAsync("csv-values");
        var csv = "petal,sepal,colour,garden,kind\n" + string.Concat(Enumerable.Repeat("1,2,pink,g1,rose\n1,2,pink,g9,rose\n", 30));

        var lines = (await service.PostAsync(address, csv, "text/csv")).Body.TrimEnd().ReplaceLineEndings("\n").Split('\n');

        Assert.Equal(61, lines.Length);
        Assert.EndsWith(",colour: 'pink' was not seen in training", lines[1], StringComparison.Ordinal);
        Assert.EndsWith(",colour: 'pink' was not seen in training; garden: 'g9' was not seen in training", lines[20], StringComparison.Ordinal);
        Assert.EndsWith(",1 value cannot be used", lines[21], StringComparison.Ordinal);
        Assert.EndsWith(",garden: 'g9' was not seen in training; and 1 more", lines[22], StringComparison.Ordinal);
        Assert.EndsWith(",2 values cannot be used", lines[60], StringComparison.Ordinal);
    }

    private static string Join(int count, Func<int, string> create) => string.Join(',', Enumerable.Range(0, count).Select(create));

    /// <summary>Creates a request to <c>/v2</c> with the same value of a row in all columns.</summary>
    private static string CreateInference(int count, Func<int, string> create) => new JsonObject
    {
        ["inputs"] = new JsonArray(
        [
            .. Columns.Select(name => new JsonObject
            {
                ["name"] = name,
                ["datatype"] = "BYTES",
                ["shape"] = new JsonArray(count),
                ["data"] = new JsonArray([.. Enumerable.Range(0, count).Select(row => (JsonNode)create(row))]),
            }),
        ]),
    }.ToJsonString();

    private async Task<IReadOnlyList<PredictionWarning>> PredictAsync(string address, string body) =>
        (await service.PostAsync(address, body)).Read<PredictionResponse>().Warnings;

    /// <summary>Returns the length of the warnings of an answer.</summary>
    private async Task<int> WarningBytesAsync(string path, string body)
    {
        var answer = await service.PostAsync(path, body);
        Assert.True(answer.Status == HttpStatusCode.OK, answer.Body);
        var json = JsonNode.Parse(answer.Body)!;
        var bytes = (json["warnings"] ?? json["parameters"]!["warnings"]!).ToJsonString().Length;
        Assert.InRange(bytes, 10, 30_000);
        return bytes;
    }

    private async Task<string> TrainAsync(string name)
    {
        Assert.Equal(HttpStatusCode.Created, (await service.UploadAsync(FlowersTable.Csv, ("name", name), ("target", "price"))).Status);
        var job = await service.RunJobAsync(new JobSpec { Dataset = name, Model = name, Training = new() { Epochs = 1 } });
        Assert.True(job.State == JobState.Succeeded, job.Error);
        return $"/api/models/{name}/predict";
    }
}
