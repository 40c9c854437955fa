using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Jobs;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models.Evaluations;

/// <summary>The temperature of a version is in its probabilities at every door, and stays with it when it is exported and imported.</summary>
[Collection(JobServiceCollection.Name)]
public sealed class TemperatureTests(ServiceFixture fixture)
{
    private static readonly string[] Lines =
    [
        .. Enumerable.Range(0, 120).Select(row => string.Create(CultureInfo.InvariantCulture,
            $"{row * 37 % 101}.5,{row * 53 % 97}.5,{((row * 37 % 101) + (row * row * 11 % 90) > 90 ? "high" : "low")}\n")),
    ];

    private static readonly Dictionary<string, double>[] Rows =
        [.. Enumerable.Range(0, 20).Select(row => new Dictionary<string, double> { ["a"] = 5 * row, ["b"] = 50 })];

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Every_door_has_the_scaled_probabilities()
    {
        await UploadOnceAsync();
        var report = await TrainAsync("tempered", """ "calibrate": "temperature", """);
        await TrainAsync("untempered", "");
        var cancellationToken = TestContext.Current.CancellationToken;
        var csvRows = "a,b\n" + string.Concat(Rows.Select(row => string.Create(CultureInfo.InvariantCulture, $"{row["a"]},{row["b"]}\n")));

        var json = await service.Client.Models.PredictAsync("tempered", Rows, cancellationToken: cancellationToken);
        var plain = await service.Client.Models.PredictAsync("untempered", Rows, cancellationToken: cancellationToken);
        var csv = await service.PostAsync("/api/models/tempered/predict", csvRows, "text/csv");
        var infer = await service.PostAsync("/v2/models/tempered/infer", $$"""
            {
              "inputs": [
                { "name": "a", "datatype": "FP64", "shape": [20], "data": [{{string.Join(',', Rows.Select(row => row["a"]))}}] },
                { "name": "b", "datatype": "FP64", "shape": [20], "data": [{{string.Join(',', Rows.Select(row => row["b"]))}}] }
              ]
            }
            """);
        using var file = new MemoryStream();
        await service.Client.Models.DownloadAsync("tempered", 1, ModelFormat.Safetensors, file, cancellationToken);
        file.Position = 0;
        await service.Client.Models.ImportAsync(file, "tempered-again", cancellationToken);
        var imported = await service.Client.Models.PredictAsync("tempered-again", Rows, cancellationToken: cancellationToken);

        Assert.True(report.Temperature is { IsApplied: true, Value: > 1 }, $"{report.Temperature}");
        var lines = csv.Body.TrimEnd().Split('\n').Skip(1).Select(line => line.Split(',')).ToArray();
        var inferred = JsonNode.Parse(infer.Body)!["outputs"]!.AsArray()
            .Single(output => (string)output!["name"]! == "probabilities")!["data"]!.AsArray().Select(value => (double)value!).ToArray();
        for (var row = 0; row < Rows.Length; row++)
        {
            var powers = plain.Predictions[row].Probabilities!.Select(probability => Math.Pow(probability, 1 / report.Temperature.Value)).ToArray();
            var probability = json.Predictions[row].Probabilities![0];
            Assert.Equal(powers[0] / powers.Sum(), probability, 1e-5);
            Assert.Equal(probability, double.Parse(lines[row][1], CultureInfo.InvariantCulture), 1e-5);
            Assert.Equal(probability, inferred[2 * row], 1e-5);
            Assert.Equal(probability, imported.Predictions[row].Probabilities![0], 1e-5);
            Assert.Equal(plain.Predictions[row].Label, json.Predictions[row].Label);
        }

        // The export is checked with ONNX Runtime, and refused if a probability differs by more than 1e-5.
        using var onnx = new MemoryStream();
        await service.Client.Models.DownloadAsync("tempered", 1, ModelFormat.Onnx, onnx, cancellationToken);
        Assert.NotEqual(0, onnx.Length);
    }

    [Theory]
    [InlineData(""" "target": "a", "calibrate": "temperature" """, "only applies to classification")]
    [InlineData(""" "target": "y", "calibrate": "isotonic" """, "temperature")]
    public async Task Specs_that_do_not_fit_are_refused(string spec, string expected)
    {
        await UploadOnceAsync();

        var problem = (await service.PostAsync("/api/jobs", $$"""{ "dataset": "tempered", {{spec}} }""")).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains(expected, problem.GetErrors("calibrate"), StringComparison.Ordinal);
    }

    private async Task UploadOnceAsync()
    {
        if ((await service.GetAsync("/api/datasets/tempered")).Status == HttpStatusCode.NotFound)
        {
            var uploaded = await service.UploadAsync("a,b,y\n" + string.Concat(Lines), ("name", "tempered"));
            Assert.True(uploaded.Status == HttpStatusCode.Created, uploaded.Body);
        }
    }

    private async Task<Report> TrainAsync(string model, string spec)
    {
        var accepted = await service.PostAsync("/api/jobs", $$"""
            {
              "dataset": "tempered", "target": "y", "model": "{{model}}", "network": { "hidden": [64] }, {{spec}}
              "optimizer": { "kind": "adam", "learningRate": 0.02 }, "training": { "epochs": 60 }, "validation": { "folds": 2 }
            }
            """);
        Assert.True(accepted.Status == HttpStatusCode.Accepted, accepted.Body);
        var job = await service.WaitForEndAsync(accepted.Read<Job>().Id);
        Assert.True(job.State == JobState.Succeeded, job.Error);
        return await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");
    }
}
