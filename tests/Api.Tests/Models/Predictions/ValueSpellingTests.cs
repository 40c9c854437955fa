using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models.Predictions;

/// <summary>Different spellings of one value are the same value.</summary>
public sealed class ValueSpellingTests(SharedFixture fixture)
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Booleans_are_read_in_every_spelling()
    {
        var job = await RunAsync(
            "words", row => $"{(row % 2 == 0 ? "yes" : "no")},{(row % 3 == 0 ? "True" : "False")},{row * 3 % 2},{row % 4 * 1.5}", "a,b,c,y");

        var response = await PredictAsync(
            job, """{ "a": true, "b": true, "c": true }""", """{ "a": "YES", "b": "TRUE", "c": 1 }""", """{ "a": "maybe", "b": false, "c": "0" }""");

        Assert.Equal(["2.a: 'maybe' was not seen in training"],
            response.Warnings.Select(warning => $"{warning.Row}.{warning.Column}: {warning.Reason}"));
        Assert.Equal(response.Predictions[0].Value!.Value, response.Predictions[1].Value!.Value, 1e-5);
        Assert.NotEqual(response.Predictions[0].Value!.Value, response.Predictions[2].Value!.Value, 1e-3);
        var schema = await service.GetAsync<System.Text.Json.Nodes.JsonObject>($"/api/models/{job.Model}/schema");
        Assert.Equal("""["boolean","string","null"]""", schema["properties"]!["a"]!["type"]!.ToJsonString());
    }

    [Theory]
    [InlineData("truths", "True true TRUE False false", "False True", null)]
    [InlineData("digits", "1 1.0 01 2 3", "1 2 3", "classification")]
    public async Task Spellings_of_one_value_are_one_class(string name, string targets, string classes, string? task)
    {
        var written = targets.Split(' ');
        var job = await RunAsync(name, row => $"{row % 7},{written[row % written.Length]}", "x,y", task);

        Assert.Equal(classes.Split(' ').Length, (await PredictAsync(job, """{ "x": 1 }""")).Predictions[0].Probabilities!.Count);
        var report = await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");
        Assert.Equal(classes.Split(' '), report.Classes!);
    }

    [Fact]
    public async Task Extreme_dates_and_empty_columns_can_be_inputs()
    {
        var job = await RunAsync(
            "never", row => $"{(row % 5 == 0 ? "9999-12-31" : "2020-01-31")},,{row % 4 * 1.5}", "until,none,y", types: """{ "none": "date" }""");

        var schema = await service.GetAsync<System.Text.Json.Nodes.JsonObject>($"/api/models/{job.Model}/schema");
        Assert.Null(schema["examples"]![0]!["none"]);
        Assert.Empty((await PredictAsync(job, """{ "until": "5000-12-31", "none": null }""", schema["examples"]![0]!.ToJsonString())).Warnings);
    }

    [Fact]
    public async Task Targets_that_float32_cannot_distinguish_are_rejected()
    {
        await service.UploadAsync("x,t\n" + CreateRows(row => $"{row % 7},{1_700_000_000 + (row % 30)}"), ("name", "seconds"));

        var problem = (await service.PostAsync("/api/jobs", """{ "dataset": "seconds", "target": "t" }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest);

        Assert.Contains("subtract 1700000000 from them", problem.GetErrors("target"), StringComparison.Ordinal);
    }

    private static string CreateRows(Func<int, string> row) => string.Concat(Enumerable.Range(0, 120).Select(index => row(index) + "\n"));

    private async Task<Job> RunAsync(string name, Func<int, string> row, string header, string? task = null, string types = "{}")
    {
        var uploaded = await service.UploadAsync($"{header}\n{CreateRows(row)}", ("name", name), ("target", "y"), ("types", types));
        Assert.True(uploaded.Status == HttpStatusCode.Created, uploaded.Body);
        return await service.RunJobAsync(new JobSpec
        {
            Dataset = name,
            Task = task is null ? null : LearningTask.Classification,
            Training = new TrainingSpec { Epochs = 2 },
        }) is { State: JobState.Succeeded } job ? job : throw new InvalidOperationException($"The job of {name} failed.");
    }

    private async Task<PredictionResponse> PredictAsync(Job job, params string[] rows)
    {
        var response = await service.PostAsync($"/api/models/{job.Model}/predict", $$"""{ "rows": [{{string.Join(',', rows)}}] }""");
        Assert.True(response.Status == HttpStatusCode.OK, response.Body);
        return response.Read<PredictionResponse>();
    }
}
