using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Jobs;
using LearnML.Api.Tests.Models.Inference;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models.Evaluations;

/// <summary>
/// A row has the set of classes among which the true one is, on every predict route, in JSON, CSV and tensors, also for images.
/// </summary>
[Collection(JobServiceCollection.Name)]
public sealed class PredictionSetTests(ServiceFixture fixture)
{
    private static readonly Dictionary<string, object>[] Rows = [new() { ["a"] = 50 }, new() { ["a"] = 5 }];

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Every_route_has_the_probable_classes()
    {
        await TrainOnceAsync();
        var cancellationToken = TestContext.Current.CancellationToken;
        await service.Client.Models.SetAliasAsync("among", "live", 1, cancellationToken);

        var plain = await service.Client.Models.PredictAsync("among", Rows, cancellationToken: cancellationToken);
        var low = await service.Client.Models.PredictAsync("among", Rows, set: 0.05, cancellationToken: cancellationToken);
        var high = await service.Client.Models.PredictAsync("among", Rows, version: 1, set: 0.99, cancellationToken: cancellationToken);
        var byAlias = await service.Client.Models.PredictAsync(
            "among", Rows, alias: "live", explain: true, set: 0.99, cancellationToken: cancellationToken);

        Assert.All(plain.Predictions, prediction => Assert.Null(prediction.Set));
        Assert.All(low.Predictions, prediction => Assert.Equal([prediction.Label!], prediction.Set!));
        Assert.True(high.Predictions.Sum(prediction => prediction.Set!.Count) > 2);
        Assert.All(high.Predictions, prediction => Assert.Equal(prediction.Label, prediction.Set![0]));
        Assert.Equal(high.Predictions.Select(each => string.Join('|', each.Set!)), byAlias.Predictions.Select(each => string.Join('|', each.Set!)));
        Assert.All(byAlias.Predictions, prediction => Assert.NotNull(prediction.Explanation));
    }

    [Fact]
    public async Task Csv_has_the_set_as_a_json_array()
    {
        await TrainOnceAsync();
        var json = await service.Client.Models.PredictAsync("among", Rows, set: 0.99, cancellationToken: TestContext.Current.CancellationToken);

        var csv = await service.PostAsync("/api/models/among/predict?set=0.99", "a\n50\n5\n", "text/csv");

        Assert.True(csv.Status == HttpStatusCode.OK, csv.Body);
        var lines = csv.Body.TrimEnd().Split('\n').Select(line => line.TrimEnd('\r')).ToArray();
        Assert.EndsWith(",set,warnings", lines[0], StringComparison.Ordinal);
        for (var row = 0; row < 2; row++)
        {
            var expected = JsonSerializer.Serialize(json.Predictions[row].Set).Replace("\"", "\"\"", StringComparison.Ordinal);
            Assert.Contains($"\"{expected}\",", lines[row + 1], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(""", "outputs": [{ "name": "set" }, { "name": "label" }]""")]
    public async Task Inference_protocol_has_the_set_as_a_boolean_per_class(string outputs)
    {
        await TrainOnceAsync();
        var json = await service.Client.Models.PredictAsync("among", Rows, set: 0.99, cancellationToken: TestContext.Current.CancellationToken);
        var classes = (await service.Client.Models.GetVersionAsync("among", 1, TestContext.Current.CancellationToken)).Classes!;

        var answer = JsonNode.Parse((await service.PostAsync("/v2/models/among/infer", Infer("""{ "set": 0.99 }""", outputs))).Body)!;

        var set = answer["outputs"]!.AsArray().Single(tensor => (string)tensor!["name"]! == "set")!;
        Assert.Equal(outputs.Length > 0 ? 2 : 4, answer["outputs"]!.AsArray().Count);
        Assert.Equal("BOOL", (string)set["datatype"]!);
        Assert.Equal([2, 3], set["shape"]!.AsArray().Select(size => (int)size!));
        Assert.Equal(
            json.Predictions.SelectMany(prediction => classes.Select(name => prediction.Set!.Contains(name))),
            set["data"]!.AsArray().Select(isInSet => (bool)isInSet!));
    }

    [Fact]
    public async Task Inference_protocol_has_the_set_as_bytes()
    {
        await TrainOnceAsync();
        const string outputs = """, "outputs": [{ "name": "set", "parameters": { "binary_data": true } }]""";
        var json = await service.Client.Models.PredictAsync("among", Rows, set: 0.99, cancellationToken: TestContext.Current.CancellationToken);
        var classes = (await service.Client.Models.GetVersionAsync("among", 1, TestContext.Current.CancellationToken)).Classes!;

        var (_, bytes, _) = await BinaryInferenceRequest.SendAsync(
            service.Address, "/v2/models/among/infer", Infer("""{ "set": 0.99 }""", outputs));

        Assert.Equal(
            json.Predictions.SelectMany(prediction => classes.Select(name => prediction.Set!.Contains(name) ? (byte)1 : (byte)0)), bytes);
    }

    [Theory]
    [InlineData("""{ "set": 1 }""", "", "set must be above 0 and below 1")]
    [InlineData("""{ "set": "0.9" }""", "", "set must be a number")]
    [InlineData("""{ "set": 0.9999 }""", "", "set 0.9999 needs 9,999 rows")]
    [InlineData("""{ "interval": 0.9, "set": 2 }""", "", "use set. set must be above 0")]
    [InlineData("{}", """, "outputs": [{ "name": "set" }]""", "The model has no output 'set'")]
    public async Task Inference_protocol_refuses_levels_that_do_not_fit(string parameters, string outputs, string expected)
    {
        await TrainOnceAsync();

        var answer = await service.PostAsync("/v2/models/among/infer", Infer(parameters, outputs));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(expected, (string)JsonNode.Parse(answer.Body)!["error"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Images_have_sets()
    {
        await service.WaitForEndAsync((await service.PostAsync(
            "/api/jobs", """{ "dataset": "glyphs", "model": "among-glyphs", "training": { "epochs": 1 } }""")).Read<Job>().Id);
        int[][] images = [new int[784]];

        var answer = await service.Client.Models.PredictAsync(
            "among-glyphs", images, set: 0.99, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(answer.Predictions[0].Label, answer.Predictions[0].Set![0]);
    }

    [Theory]
    [InlineData("set=0", "set", "must be above 0 and below 1, such as 0.9; it is 0")]
    [InlineData("set=1.5", "set", "must be above 0 and below 1")]
    [InlineData("set=NaN", "set", "must be above 0 and below 1")]
    [InlineData("set=abc", "set", "must be a number; it is 'abc'")]
    [InlineData("set=0.9999", "set", "0.9999 needs 9,999 rows that the model was not trained on")]
    [InlineData("interval=0.9&set=0.9", "interval", "this model predicts classes; use set")]
    public async Task Levels_that_do_not_fit_are_refused(string query, string field, string expected)
    {
        await TrainOnceAsync();

        var json = await service.PostAsync($"/api/models/among/predict?{query}", """{ "rows": [{ "a": 1 }] }""");
        var csv = await service.PostAsync($"/api/models/among/predict?{query}", "a\n1\n", "text/csv");

        Assert.Contains(expected, json.ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors(field), StringComparison.Ordinal);
        Assert.Contains(expected, csv.ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors(field), StringComparison.Ordinal);
    }

    private static string Infer(string parameters, string outputs) => $$"""
        { "parameters": {{parameters}}, "inputs": [{ "name": "a", "datatype": "FP64", "shape": [2], "data": [50, 5] }]{{outputs}} }
        """;

    private async Task TrainOnceAsync()
    {
        if ((await service.GetAsync("/api/models/among/versions/1")).Status == HttpStatusCode.OK)
        {
            return;
        }

        var csv = "a,y\n" + string.Concat(Enumerable.Range(0, 300).Select(row => string.Create(CultureInfo.InvariantCulture,
            $"{row * 37 % 101}.5,{(row * 37 % 101 > 40 + (row * 11 % 20) ? "high, or so" : row % 2 == 0 ? "low" : "middle")}\n")))
            .Replace("high, or so", "\"high, or so\"", StringComparison.Ordinal);
        var uploaded = await service.UploadAsync(csv, ("name", "among"));
        Assert.True(uploaded.Status == HttpStatusCode.Created, uploaded.Body);
        var accepted = await service.PostAsync(
            "/api/jobs", """{ "dataset": "among", "target": "y", "training": { "epochs": 5 }, "validation": { "folds": 2 } }""");
        Assert.True(accepted.Status == HttpStatusCode.Accepted, accepted.Body);
        var job = await service.WaitForEndAsync(accepted.Read<Job>().Id);
        Assert.True(job.State == JobState.Succeeded, job.Error);
    }
}
