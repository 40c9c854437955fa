using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Jobs;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models.Evaluations;

/// <summary>A predicted number has an interval of the level that the request asks for, on every predict route, in JSON and CSV.</summary>
[Collection(JobServiceCollection.Name)]
public sealed class IntervalTests(ServiceFixture fixture)
{
    private const string Csv = "a,kind\n90,x\n5,\n";

    private static readonly Dictionary<string, object>[] Rows = [new() { ["a"] = 90, ["kind"] = "x" }, new() { ["a"] = 5 }];

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Every_route_has_the_interval_of_the_report()
    {
        var report = await TrainOnceAsync("between");
        var cancellationToken = TestContext.Current.CancellationToken;
        await service.Client.Models.SetAliasAsync("between", "live", 1, cancellationToken);

        var plain = await service.Client.Models.PredictAsync("between", Rows, cancellationToken: cancellationToken);
        var byName = await service.Client.Models.PredictAsync("between", Rows, interval: 0.9, cancellationToken: cancellationToken);
        var byVersion = await service.Client.Models.PredictAsync("between", Rows, version: 1, interval: 0.9, cancellationToken: cancellationToken);
        var byAlias = await service.Client.Models.PredictAsync(
            "between", Rows, alias: "live", explain: true, interval: 0.9, cancellationToken: cancellationToken);

        Assert.Equal(CalibrationMethod.Folds, report.Calibration!.Method);
        Assert.Equal(200, report.Calibration.Rows);
        var width = report.Intervals!.Single(interval => interval.Level == 0.9).Width;
        Assert.All(plain.Predictions, prediction => Assert.Null(prediction.Interval));
        foreach (var (prediction, expected) in byName.Predictions.Zip(plain.Predictions))
        {
            Assert.Equal(expected.Value!.Value, (prediction.Interval!.Low + prediction.Interval.High) / 2, 1e-3);
            Assert.Equal(width, prediction.Interval.High - prediction.Interval.Low, 1e-9 * width);
        }

        Assert.Equal(byName.Predictions.Select(each => each.Interval), byVersion.Predictions.Select(each => each.Interval));
        Assert.Equal(byName.Predictions.Select(each => each.Interval), byAlias.Predictions.Select(each => each.Interval));
        Assert.All(byAlias.Predictions, prediction => Assert.NotNull(prediction.Explanation));
        var higher = await service.Client.Models.PredictAsync("between", Rows, interval: 0.99, cancellationToken: cancellationToken);
        Assert.True(higher.Predictions[0].Interval!.Low < byName.Predictions[0].Interval!.Low);
    }

    [Theory]
    [InlineData("/api/models/between/predict")]
    [InlineData("/api/models/between/versions/1/predict")]
    public async Task Csv_has_the_ends_behind_the_value(string route)
    {
        await TrainOnceAsync("between");
        var json = await service.Client.Models.PredictAsync(
            "between", Rows, interval: 0.8, cancellationToken: TestContext.Current.CancellationToken);

        var csv = await service.PostAsync($"{route}?interval=0.8&explain=true", Csv, "text/csv");

        Assert.True(csv.Status == HttpStatusCode.OK, csv.Body);
        var lines = csv.Body.TrimEnd().Split('\n').Select(line => line.TrimEnd('\r').Split(',')).ToArray();
        Assert.Equal(["value", "low", "high", "base", "contribution: a", "contribution: kind", "warnings"], lines[0]);
        for (var row = 0; row < 2; row++)
        {
            Assert.Equal(json.Predictions[row].Interval!.Low, Number(lines[row + 1][1]), 1e-3);
            Assert.Equal(json.Predictions[row].Interval!.High, Number(lines[row + 1][2]), 1e-3);
        }

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    [Theory]
    [InlineData("""{ "interval": 0.9 }""", "")]
    [InlineData("""{ "interval": 0.9 }""", """, "outputs": [{ "name": "high" }, { "name": "low" }, { "name": "value" }]""")]
    public async Task Inference_protocol_has_the_ends_as_outputs(string parameters, string outputs)
    {
        await TrainOnceAsync("between");
        var json = await service.Client.Models.PredictAsync(
            "between", Rows, interval: 0.9, cancellationToken: TestContext.Current.CancellationToken);

        var answer = JsonNode.Parse((await service.PostAsync("/v2/models/between/infer", Infer(parameters, outputs))).Body)!;

        var tensors = answer["outputs"]!.AsArray().ToDictionary(tensor => (string)tensor!["name"]!, tensor => tensor!["data"]!.AsArray());
        Assert.Equal(3, tensors.Count);
        for (var row = 0; row < 2; row++)
        {
            Assert.Equal(json.Predictions[row].Value!.Value, (double)tensors["value"][row]!, 1e-3);
            Assert.Equal(json.Predictions[row].Interval!.Low, (double)tensors["low"][row]!, 1e-3);
            Assert.Equal(json.Predictions[row].Interval!.High, (double)tensors["high"][row]!, 1e-3);
        }
    }

    [Theory]
    [InlineData("""{ "interval": 1 }""", "", "interval must be above 0 and below 1")]
    [InlineData("""{ "interval": "0.9" }""", "", "interval must be a number")]
    [InlineData("""{ "interval": 0.9999 }""", "", "interval 0.9999 needs 9,999 rows")]
    [InlineData("{}", """, "outputs": [{ "name": "low" }]""", "The model has no output 'low'")]
    public async Task Inference_protocol_refuses_levels_that_do_not_fit(string parameters, string outputs, string expected)
    {
        await TrainOnceAsync("between");

        var answer = await service.PostAsync("/v2/models/between/infer", Infer(parameters, outputs));

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Contains(expected, (string)JsonNode.Parse(answer.Body)!["error"]!, StringComparison.Ordinal);
    }

    /// <summary>A large answer is written while it is sent.</summary>
    [Fact]
    public async Task Large_answers_have_intervals()
    {
        await TrainOnceAsync("between");
        var rows = Enumerable.Range(0, 9_000).Select(row => new Dictionary<string, int> { ["a"] = row % 100 });

        var answer = await service.Client.Models.PredictAsync(
            "between", rows, interval: 0.9, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(9_000, answer.Predictions.Count);
        Assert.All(answer.Predictions, prediction => Assert.InRange(prediction.Value!.Value, prediction.Interval!.Low, prediction.Interval.High));
    }

    [Theory]
    [InlineData("0", "must be above 0 and below 1, such as 0.9; it is 0")]
    [InlineData("1", "must be above 0 and below 1")]
    [InlineData("1.5", "must be above 0 and below 1")]
    [InlineData("-0.9", "must be above 0 and below 1")]
    [InlineData("NaN", "must be above 0 and below 1")]
    [InlineData("Infinity", "must be above 0 and below 1")]
    [InlineData("abc", "must be a number; it is 'abc'")]
    [InlineData("0.9;", "must be a number; it is '0.9;'")]
    [InlineData("0.999", "0.999 needs 999 rows that the model was not trained on, and this version has 200; with them, the highest level is 0.995")]
    public async Task Levels_that_do_not_fit_are_refused(string level, string expected)
    {
        await TrainOnceAsync("between");

        var json = await service.PostAsync($"/api/models/between/predict?interval={level}", """{ "rows": [{ "a": 1 }] }""");
        var csv = await service.PostAsync($"/api/models/between/versions/1/predict?interval={level}", Csv, "text/csv");

        Assert.Contains(expected, json.ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors("interval"), StringComparison.Ordinal);
        Assert.Contains(expected, csv.ShouldBeProblem(HttpStatusCode.BadRequest).GetErrors("interval"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_errors_of_a_request_are_told_at_once()
    {
        await TrainOnceAsync("between");

        var problem = (await service.PostAsync("/api/models/between/predict?interval=2&strict=true", """{ "rows": [{ "a": "much" }] }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains("above 0 and below 1", problem.GetErrors("interval"), StringComparison.Ordinal);
        Assert.NotEmpty(problem.GetErrors("rows[0].a"));
    }

    [Fact]
    public async Task Imported_models_and_classes_have_no_intervals()
    {
        await TrainOnceAsync("between");
        var cancellationToken = TestContext.Current.CancellationToken;
        using var file = new MemoryStream();
        await service.Client.Models.DownloadAsync("between", 1, ModelFormat.Safetensors, file, cancellationToken);
        file.Position = 0;
        await service.Client.Models.ImportAsync(file, "between-imported", cancellationToken);
        await service.WaitForEndAsync((await service.PostAsync(
            "/api/jobs", """{ "dataset": "glyphs", "model": "between-glyphs", "training": { "epochs": 1 } }""")).Read<Job>().Id);

        var imported = (await service.PostAsync("/api/models/between-imported/predict?interval=0.9", """{ "rows": [{ "a": 1 }] }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest);
        var image = (await service.PostAsync(
            "/api/models/between-glyphs/predict?interval=0.9", $$"""{ "instances": [[{{string.Join(',', new int[784])}}]] }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains("this version has none: it was imported", imported.GetErrors("interval"), StringComparison.Ordinal);
        Assert.Contains("only applies to models that predict numbers", image.GetErrors("interval"), StringComparison.Ordinal);
    }

    private static string Infer(string parameters, string outputs) => $$"""
        {
          "parameters": {{parameters}},
          "inputs": [
            { "name": "a", "datatype": "FP64", "shape": [2], "data": [90, 5] },
            { "name": "kind", "datatype": "BYTES", "shape": [2], "data": ["x", null] }
          ]{{outputs}}
        }
        """;

    private async Task<Report> TrainOnceAsync(string name)
    {
        if ((await service.GetAsync($"/api/models/{name}/versions/1")).Status == HttpStatusCode.OK)
        {
            var version = await service.Client.Models.GetVersionAsync(name, 1, TestContext.Current.CancellationToken);
            return await service.GetAsync<Report>($"/api/jobs/{version.JobId}/report");
        }

        var csv = "a,kind,y\n" + string.Concat(Enumerable.Range(0, 200).Select(row => string.Create(CultureInfo.InvariantCulture,
            $"{row * 37 % 101}.5,{"xyz"[row * 7 % 3]},{(3 * (row * 37 % 101)) + (row * 11 % 13)}\n")));
        var uploaded = await service.UploadAsync(csv, ("name", name));
        Assert.True(uploaded.Status == HttpStatusCode.Created, uploaded.Body);
        var accepted = await service.PostAsync("/api/jobs", $$"""
            {
              "dataset": "{{name}}", "target": "y", "training": { "epochs": 5 }, "validation": { "folds": 2 },
              "preprocessing": { "target": "standardize" }
            }
            """);
        Assert.True(accepted.Status == HttpStatusCode.Accepted, accepted.Body);
        var job = await service.WaitForEndAsync(accepted.Read<Job>().Id);
        Assert.True(job.State == JobState.Succeeded, job.Error);
        return await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");
    }
}
