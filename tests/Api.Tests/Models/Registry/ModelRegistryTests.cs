using System.Net;
using System.Text.Json;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models.Registry;

[Collection(SharedServiceCollection.Name)]
public sealed class ModelRegistryTests(ServiceFixture fixture)
{
    private const int QuickSpecParameters = (784 * 16) + 16 + (16 * 10) + 10;

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Every_finished_job_adds_a_version_to_its_model()
    {
        var spec = SampleSpecs.Quick with { Model = SampleSpecs.CreateModelName() };
        var first = await service.RunJobAsync(spec);
        var second = await service.RunJobAsync(spec);

        var model = await service.GetAsync<Model>($"/api/models/{spec.Model}");

        Assert.Equal([(2, second.Id), (1, first.Id)], model.Versions.Select(version => (version.Version, version.JobId)));
        Assert.Equal((1, 2), (first.Version, second.Version));
        var listed = Assert.Single(await service.GetAsync<IReadOnlyList<Model>>("/api/models"), listed => listed.Name == spec.Model);
        Assert.Equal(2, listed.Versions.Count);
        Assert.All([.. listed.Versions, .. model.Versions], version => Assert.Equal((null, null), (version.Spec, version.Classes)));
    }

    [Fact]
    public async Task Version_describes_its_origin_and_scores()
    {
        var job = await service.RunJobAsync(SampleSpecs.Quick with { Model = SampleSpecs.CreateModelName() });
        var report = await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");

        var version = await service.GetAsync<ModelVersion>($"/api/models/{job.Model}/versions/1");

        Assert.Equal((job.Model, 1, job.Id, "glyphs", report.Epoch), (version.Name, version.Version, version.JobId, version.Dataset, version.Epoch));
        Assert.Equal((report.Validation, report.Test), (version.Validation, version.Test));
        Assert.Equal(report.Classes, version.Classes);
        Assert.Equal(QuickSpecParameters, version.Parameters);
        Assert.Equal(job.Spec.Training.Seed, version.Spec!.Training.Seed);
        Assert.Equal((await service.GetAsync<DatasetProfile>("/api/datasets/glyphs")).ContentHash, version.DatasetHash);
        Assert.InRange(version.WeightsBytes!.Value, sizeof(float) * QuickSpecParameters, (sizeof(float) * QuickSpecParameters) + 1000);
    }

    [Fact]
    public async Task Model_predicts_with_its_champion_or_else_its_newest_version()
    {
        var model = await TrainAsync(versions: 3);

        Assert.Equal((3, 3), (await GetServedVersionAsync(model), await PredictVersionAsync(model)));
        await SetAliasAsync(model, "champion", 1);
        await SetAliasAsync(model, "challenger", 2);
        Assert.Equal((1, 1), (await GetServedVersionAsync(model), await PredictVersionAsync(model)));
        Assert.Equal((1, 2, 3), (await PredictVersionAsync($"{model}/aliases/champion"),
            await PredictVersionAsync($"{model}/aliases/challenger"), await PredictVersionAsync($"{model}/versions/3")));
        await SetAliasAsync(model, "champion", 2);
        Assert.Equal(2, await PredictVersionAsync(model));

        Assert.Equal(HttpStatusCode.NoContent, (await service.DeleteAsync($"/api/models/{model}/aliases/champion")).Status);

        Assert.Equal(3, await PredictVersionAsync(model));
        Assert.Equal(["challenger"], (await service.GetAsync<Model>($"/api/models/{model}")).Aliases.Keys);
        (await service.DeleteAsync($"/api/models/{model}/aliases/champion")).ShouldBeProblem(HttpStatusCode.NotFound);
        (await service.PostAsync($"/api/models/{model}/aliases/champion/predict", """{ "instances": [] }"""))
            .ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Deleted_version_does_not_predict_until_it_is_restored()
    {
        var model = await TrainAsync(versions: 2);
        await SetAliasAsync(model, "champion", 2);

        var conflict = (await service.DeleteAsync($"/api/models/{model}/versions/2")).ShouldBeProblem(HttpStatusCode.Conflict);
        await service.DeleteAsync($"/api/models/{model}/aliases/champion");
        Assert.Equal(HttpStatusCode.NoContent, (await service.DeleteAsync($"/api/models/{model}/versions/2")).Status);

        Assert.Contains("champion points to this version", conflict.Detail, StringComparison.Ordinal);
        Assert.Equal(1, await PredictVersionAsync(model));
        (await service.PostAsync($"/api/models/{model}/versions/2/predict", """{ "instances": [] }""")).ShouldBeProblem(HttpStatusCode.NotFound);
        (await service.SendJsonAsync(HttpMethod.Put, $"/api/models/{model}/aliases/champion", """{ "version": 2 }"""))
            .ShouldBeProblem(HttpStatusCode.NotFound);
        Assert.NotNull((await service.GetAsync<ModelVersion>($"/api/models/{model}/versions/2")).DeletedAt);
        await service.PostAsync($"/api/models/{model}/versions/2/restore");
        Assert.Equal(2, await PredictVersionAsync(model));
        Assert.Null((await service.GetAsync<ModelVersion>($"/api/models/{model}/versions/2")).DeletedAt);
        Assert.Equal(3, (await service.RunJobAsync(SampleSpecs.Quick with { Model = model })).Version);
    }

    [Fact]
    public async Task Model_can_be_described_and_tagged()
    {
        var model = await TrainAsync(versions: 1);

        await service.SendJsonAsync(
            HttpMethod.Patch, $"/api/models/{model}", """{ "description": "Shapes.", "tags": { "stage": "trial", "Owner": "us" } }""");
        var patched = (await service.SendJsonAsync(HttpMethod.Patch, $"/api/models/{model}", """{ "tags": { "stage": "live" } }""")).Read<Model>();

        Assert.Equal("Shapes.", patched.Description);
        Assert.Equal([("stage", "live")], patched.Tags.Select(tag => (tag.Key, tag.Value)));
        Assert.Equal(["tag"], (await service.SendJsonAsync(HttpMethod.Patch, $"/api/models/{model}", """{ "tag": 1 }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest).Fields);
        (await service.SendJsonAsync(HttpMethod.Patch, "/api/models/nothing", """{ "description": "" }""")).ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Concurrent_descriptions_of_a_model_all_succeed()
    {
        var model = await TrainAsync(versions: 1);

        var responses = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(_ => service.SendJsonAsync(HttpMethod.Patch, $"/api/models/{model}", """{ "description": "Shapes." }""")));

        Assert.All(responses, response => Assert.Equal(HttpStatusCode.OK, response.Status));
    }

    [Theory]
    [InlineData("7", "alias")]
    [InlineData("Champion", "alias")]
    [InlineData("-a", "alias")]
    public async Task Invalid_alias_name_is_rejected(string alias, string field) =>
        Assert.Equal([field], (await service.SendJsonAsync(HttpMethod.Put, $"/api/models/any/aliases/{alias}", """{ "version": 1 }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest).Fields);

    [Fact]
    public async Task New_version_takes_over_without_failed_requests()
    {
        var model = await TrainAsync(versions: 1);
        var image = (await TestImages.TakeAsync(service, 1))[0].Pixels;
        await service.PredictAsync(model, image!);
        var seenByClient = 0;
        using var ended = new CancellationTokenSource();
        var answering = Task.Run(async () =>
        {
            var versions = new List<int>();
            while (!ended.IsCancellationRequested)
            {
                versions.Add((await service.PredictAsync(model, image!)).Version);
                Volatile.Write(ref seenByClient, versions[^1]);
            }

            return versions;
        });

        await service.RunJobAsync(SampleSpecs.Quick with { Model = model });
        await Deadline.UntilAsync(() => Volatile.Read(ref seenByClient) == 2);
        await ended.CancelAsync();

        var answered = await answering;
        Assert.Equal(answered.Order(), answered);
        Assert.Equal((1, 2), (answered[0], answered[^1]));
    }

    [Fact]
    public async Task Checkpoint_folder_has_the_weights_and_their_hash()
    {
        var job = await service.RunJobAsync(SampleSpecs.Quick);

        var folder = Assert.Single(Directory.GetDirectories(fixture.Data["checkpoints", job.Id.ToString()]));

        Assert.Equal(["checkpoint.json", "conformal.json", "weights.safetensors"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        var weights = await File.ReadAllBytesAsync(Path.Combine(folder, "weights.safetensors"), TestContext.Current.CancellationToken);
        var description = await File.ReadAllTextAsync(Path.Combine(folder, "checkpoint.json"), TestContext.Current.CancellationToken);
        var hash = JsonDocument.Parse(description).RootElement.GetProperty("weightsSha256").GetString();
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(weights)), hash);
    }

    private async Task<string> TrainAsync(int versions)
    {
        var spec = SampleSpecs.Quick.WithEpochs(1) with { Model = SampleSpecs.CreateModelName() };
        for (var version = 0; version < versions; version++)
        {
            await service.RunJobAsync(spec);
        }

        return spec.Model;
    }

    private async Task SetAliasAsync(string model, string alias, int version) => Assert.Equal(
        HttpStatusCode.OK,
        (await service.SendJsonAsync(HttpMethod.Put, $"/api/models/{model}/aliases/{alias}", $$"""{ "version": {{version}} }""")).Status);

    private async Task<int?> GetServedVersionAsync(string model) => (await service.GetAsync<Model>($"/api/models/{model}")).Serves;

    private async Task<int?> PredictVersionAsync(string path) =>
        (await service.PredictAsync(path, (await TestImages.TakeAsync(service, 1))[0].Pixels!)).Version;
}
