using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using Microsoft.Data.Sqlite;

namespace LearnML.Api.Tests.Models.Serving;

/// <summary>A version that cannot be loaded does not replace another one.</summary>
public sealed class UnloadableVersionTests(ServiceFixture fixture) : IClassFixture<ServiceFixture>
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Alias_cannot_move_to_an_unloadable_version()
    {
        var model = await TrainAsync();
        await SetAliasAsync(model, 1);
        await ChangeFileAsync(model, 2, "weights.safetensors", weights => weights[..^10]);

        var rejected = await SetAliasAsync(model, 2);
        var index = (await service.PostAsync("/v2/repository/index", "{}")).Read<JsonArray>().Where(entry => (string?)entry!["name"] == model);

        Assert.Contains("damaged", rejected.ShouldBeProblem(HttpStatusCode.Conflict).Detail, StringComparison.Ordinal);
        Assert.Equal(1, (await service.GetAsync<Model>($"/api/models/{model}")).Aliases["champion"]);
        Assert.Equal(1, (await PredictAsync(model)).Read<PredictionResponse>().Version);
        Assert.Equal(["READY", "UNAVAILABLE"],
            index.OrderBy(entry => (string?)entry!["version"], StringComparer.Ordinal).Select(entry => (string?)entry!["state"]));
        Assert.Contains("damaged",
            (await PredictAsync($"{model}/versions/2")).ShouldBeProblem(HttpStatusCode.ServiceUnavailable).Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unloadable_version_cannot_be_restored()
    {
        var model = await TrainAsync();
        await service.DeleteAsync($"/api/models/{model}/versions/2");
        await ChangeFileAsync(model, 2, "weights.safetensors", weights => weights[..^10]);

        (await service.PostAsync($"/api/models/{model}/versions/2/restore")).ShouldBeProblem(HttpStatusCode.Conflict);

        Assert.NotNull((await service.GetAsync<ModelVersion>($"/api/models/{model}/versions/2")).DeletedAt);
        Assert.Equal(1, (await PredictAsync(model)).Read<PredictionResponse>().Version);
    }

    [Fact]
    public async Task Prediction_fails_with_the_reason_if_only_an_unloadable_version_is_left()
    {
        var model = await TrainAsync();
        await SetAliasAsync(model, 1);
        await ChangeFileAsync(model, 2, "weights.safetensors", weights => weights[..^10]);
        await PredictAsync(model);

        Assert.Equal(HttpStatusCode.NoContent, (await service.DeleteAsync($"/api/models/{model}/aliases/champion")).Status);

        Assert.Contains("damaged", (await PredictAsync(model)).ShouldBeProblem(HttpStatusCode.ServiceUnavailable).Detail, StringComparison.Ordinal);
    }

    /// <summary>Another process moves the alias to a version whose description has neither image nor table, which is invalid.</summary>
    [Fact]
    public async Task Service_keeps_the_old_version_and_logs_the_error_once()
    {
        var model = await TrainAsync();
        var other = await TrainAsync();
        await SetAliasAsync(model, 1);
        await SetAliasAsync(other, 2);
        await PredictAsync(model);
        await PredictAsync(other);
        await ChangeFileAsync(model, 2, "checkpoint.json", json => System.Text.Encoding.UTF8.GetBytes(
            Regex.Replace(System.Text.Encoding.UTF8.GetString(json), "\"image\": \\{[^}]*\\}", "\"image\": null")));

        await MoveAliasInDatabaseAsync(model, 2);
        await Deadline.UntilAsync(() => CountWarnings(model) > 0);
        foreach (var version in new[] { 1, 2 })
        {
            // When this alias has moved, the service has refreshed the other one too.
            await MoveAliasInDatabaseAsync(other, version);
            await Deadline.UntilAsync(async () => (await PredictAsync(other)).Read<PredictionResponse>().Version, served => served == version);
        }

        Assert.Equal(1, CountWarnings(model));
        Assert.Equal(1, (await PredictAsync(model)).Read<PredictionResponse>().Version);
        Assert.Contains("either image or table",
            (await PredictAsync($"{model}/versions/2")).ShouldBeProblem(HttpStatusCode.ServiceUnavailable).Detail, StringComparison.Ordinal);
    }

    private int CountWarnings(string model) => Regex.Count(service.Output, $"newer version of model '{model}' cannot be loaded");

    private async Task<string> TrainAsync()
    {
        var spec = SampleSpecs.Quick.WithEpochs(1) with { Model = SampleSpecs.CreateModelName() };
        await service.RunJobAsync(spec);
        await service.RunJobAsync(spec);
        return spec.Model;
    }

    private async Task ChangeFileAsync(string model, int version, string name, Func<byte[], byte[]> change)
    {
        var job = (await service.GetAsync<ModelVersion>($"/api/models/{model}/versions/{version}")).JobId;
        var file = Assert.Single(Directory.GetFiles(fixture.Data["checkpoints", job.ToString()], name, SearchOption.AllDirectories));
        await File.WriteAllBytesAsync(
            file, change(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken)), TestContext.Current.CancellationToken);
    }

    /// <summary>Moves the alias in the database, as another process would.</summary>
    private async Task MoveAliasInDatabaseAsync(string model, int version)
    {
        await using var database = new SqliteConnection($"Data Source={fixture.Data["learnml.db"]};Pooling=False");
        await database.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new SqliteCommand("update ModelAliases set Version = $version where Name = $name", database);
        command.Parameters.AddWithValue("$version", version);
        command.Parameters.AddWithValue("$name", model);
        Assert.Equal(1, await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken));
    }

    private Task<ApiResponse> SetAliasAsync(string model, int version) =>
        service.SendJsonAsync(HttpMethod.Put, $"/api/models/{model}/aliases/champion", $$"""{ "version": {{version}} }""");

    private async Task<ApiResponse> PredictAsync(string path) => await service.PostAsync($"/api/models/{path}/predict", new
    {
        instances = (await TestImages.TakeAsync(service, 1))[0].Pixels,
    });
}
