using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Jobs;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models.Evaluations;

/// <summary>The threshold of a version decides its answers at every door, and stays with it when it is exported and imported.</summary>
[Collection(JobServiceCollection.Name)]
public sealed class ThresholdTests(ServiceFixture fixture)
{
    private const string Spec = """ "threshold": { "by": "cost", "positive": "Yes", "miss": 50 } """;

    private static readonly string[] Lines =
    [
        .. Enumerable.Range(0, 300).Select(row => string.Create(CultureInfo.InvariantCulture,
            $"{row * 37 % 101}.5,{((row * 37 % 101) + (row * 53 % 60) > 120 ? "yes" : "no")}\n")),
    ];

    private static readonly Dictionary<string, double>[] Rows =
        [.. Enumerable.Range(0, 100).Select(a => new Dictionary<string, double> { ["a"] = a })];

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Every_door_answers_with_the_threshold()
    {
        var threshold = (await TrainOnceAsync()).Threshold!;
        var cancellationToken = TestContext.Current.CancellationToken;
        var csvRows = "a\n" + string.Concat(Rows.Select(row => row["a"].ToString(CultureInfo.InvariantCulture) + "\n"));

        var json = await service.Client.Models.PredictAsync("thresholds", Rows, cancellationToken: cancellationToken);
        var csv = await service.PostAsync("/api/models/thresholds/predict", csvRows, "text/csv");
        var infer = await service.PostAsync("/v2/models/thresholds/infer", $$"""
            { "inputs": [{ "name": "a", "datatype": "FP64", "shape": [100], "data": [{{string.Join(',', Enumerable.Range(0, 100))}}] }] }
            """);
        using var file = new MemoryStream();
        await service.Client.Models.DownloadAsync("thresholds", 1, ModelFormat.Safetensors, file, cancellationToken);
        file.Position = 0;
        await service.Client.Models.ImportAsync(file, "thresholds-again", cancellationToken);
        var imported = await service.Client.Models.PredictAsync("thresholds-again", Rows, cancellationToken: cancellationToken);

        string[] expected = [.. json.Predictions.Select(prediction => prediction.Probabilities![1] >= threshold.Value ? "yes" : "no")];
        Assert.Contains(json.Predictions, prediction => prediction.Label == "yes" && prediction.Probabilities![1] < 0.5);
        Assert.Contains("no", expected);
        Assert.Equal(expected, json.Predictions.Select(prediction => prediction.Label));
        Assert.Equal(expected, json.Predictions.Select(prediction => prediction.ClassIndex == 1 ? "yes" : "no"));
        Assert.Equal(expected, csv.Body.TrimEnd().Split('\n').Skip(1).Select(line => line.Split(',')[0]));
        Assert.Equal(expected, imported.Predictions.Select(prediction => prediction.Label));
        var outputs = JsonNode.Parse(infer.Body)!["outputs"]!.AsArray();
        Assert.Equal(expected, outputs.Single(each => (string)each!["name"]! == "label")!["data"]!.AsArray().Select(label => (string)label!));
        Assert.Equal(
            expected.Select(label => label == "yes" ? 1 : 0),
            outputs.Single(each => (string)each!["name"]! == "class_index")!["data"]!.AsArray().Select(index => (int)index!));

        // The export is checked with ONNX Runtime, and refused if an answer differs.
        using var onnx = new MemoryStream();
        await service.Client.Models.DownloadAsync("thresholds", 1, ModelFormat.Onnx, onnx, cancellationToken);
        Assert.NotEqual(0, onnx.Length);
    }

    [Fact]
    public async Task Evaluation_scores_the_answers()
    {
        var report = await TrainOnceAsync();
        using var csv = new MemoryStream(Encoding.UTF8.GetBytes("a,y\n" + string.Concat(Lines)));

        var evaluation = await service.Client.Models.EvaluateAsync("thresholds", csv, cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(report.Threshold!.Scores.Recall > report.Threshold.MostProbable.Recall);
        Assert.True(report.Threshold.Scores.Cost < report.Threshold.MostProbable.Cost);
        Assert.Equal("yes", report.Threshold.Positive);
        Assert.InRange(evaluation.PerClass![1].Recall!.Value, 0.95, 1);
        Assert.InRange(evaluation.ConfusionMatrix![0][1], 1, 200);
    }

    [Theory]
    [InlineData("""{ "by": "precision" }""", "threshold.atLeast", "is required")]
    [InlineData("""{ "by": "f1", "atLeast": 0.5 }""", "threshold.atLeast", "only applies to by: precision and by: recall")]
    [InlineData("""{ "by": "recall", "atLeast": 1.5 }""", "threshold.atLeast", "must be above 0 and at most 1")]
    [InlineData("""{ "miss": 0 }""", "threshold.miss", "must be above 0")]
    [InlineData("""{ "positive": "yess" }""", "threshold.positive", "must be one of no, yes; did you mean 'yes'?")]
    [InlineData("""{ "by": "luck" }""", "threshold.by", "f1, cost, precision, recall")]
    public async Task Thresholds_that_do_not_fit_are_refused(string threshold, string field, string expected)
    {
        await UploadOnceAsync();

        var problem = (await service.PostAsync("/api/jobs", $$"""{ "dataset": "thresholds", "target": "y", "threshold": {{threshold}} }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains(expected, problem.GetErrors(field), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "dataset": "glyphs", "threshold": {} }""", "only applies to two classes, and the target has 10")]
    [InlineData("""{ "dataset": "thresholds", "target": "a", "threshold": {} }""", "only applies to classification: the target is a number")]
    public async Task Other_targets_have_no_threshold(string spec, string expected)
    {
        await UploadOnceAsync();

        var problem = (await service.PostAsync("/api/jobs", spec)).ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains(expected, problem.GetErrors("threshold"), StringComparison.Ordinal);
    }

    private async Task UploadOnceAsync()
    {
        if ((await service.GetAsync("/api/datasets/thresholds")).Status == HttpStatusCode.NotFound)
        {
            var uploaded = await service.UploadAsync("a,y\n" + string.Concat(Lines), ("name", "thresholds"));
            Assert.True(uploaded.Status == HttpStatusCode.Created, uploaded.Body);
        }
    }

    private async Task<Report> TrainOnceAsync()
    {
        if ((await service.GetAsync("/api/models/thresholds/versions/1")).Status == HttpStatusCode.OK)
        {
            var version = await service.Client.Models.GetVersionAsync("thresholds", 1, TestContext.Current.CancellationToken);
            return await service.GetAsync<Report>($"/api/jobs/{version.JobId}/report");
        }

        await UploadOnceAsync();
        var accepted = await service.PostAsync(
            "/api/jobs", $$"""{ "dataset": "thresholds", "target": "y", "training": { "epochs": 5 }, "validation": { "folds": 2 }, {{Spec}} }""");
        Assert.True(accepted.Status == HttpStatusCode.Accepted, accepted.Body);
        var job = await service.WaitForEndAsync(accepted.Read<Job>().Id);
        Assert.True(job.State == JobState.Succeeded, job.Error);
        return await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");
    }
}
