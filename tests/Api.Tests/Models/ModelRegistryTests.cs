using System.Net;
using System.Text.Json;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models;

[Collection(InTurn.Name)]
public sealed class ModelRegistryTests(ServiceFixture fixture)
{
    private const int ParametersOfQuick = (784 * 16) + 16 + (16 * 10) + 10;

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Each_finished_job_adds_a_version_to_its_model()
    {
        var spec = SampleSpecs.Quick with { Model = SampleSpecs.NewModel() };
        var first = await service.RunJobAsync(spec);
        var second = await service.RunJobAsync(spec);

        var model = await service.GetAsync<Model>($"/api/models/{spec.Model}");

        Assert.Equal([(2, second.Id), (1, first.Id)], model.Versions.Select(version => (version.Version, version.JobId)));
        Assert.Equal((1, 2), (first.Version, second.Version));
        var listed = Assert.Single(await service.GetAsync<IReadOnlyList<Model>>("/api/models"), listed => listed.Name == spec.Model);
        Assert.Equal(2, listed.Versions.Count);
    }

    [Fact]
    public async Task A_version_tells_where_it_came_from_and_how_good_it_is()
    {
        var job = await service.RunJobAsync(SampleSpecs.Quick with { Model = SampleSpecs.NewModel() });
        var report = await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");

        var version = await service.GetAsync<ModelVersion>($"/api/models/{job.Model}/versions/1");

        Assert.Equal((job.Model, 1, job.Id, "glyphs", report.Epoch), (version.Name, version.Version, version.JobId, version.Dataset, version.Epoch));
        Assert.Equal((report.Validation, report.Test), (version.Validation, version.Test));
        Assert.Equal(report.Classes, version.Classes);
        Assert.Equal(ParametersOfQuick, version.Parameters);
        Assert.Equal(job.Spec.Training.Seed, version.Spec!.Training.Seed);
        Assert.Equal((await service.GetAsync<DatasetProfile>("/api/datasets/glyphs")).ContentHash, version.DatasetHash);
        Assert.InRange(version.WeightsBytes!.Value, sizeof(float) * ParametersOfQuick, (sizeof(float) * ParametersOfQuick) + 1000);
    }

    [Fact]
    public async Task A_name_answers_with_its_champion_else_with_its_newest_version()
    {
        var model = await TrainAsync(versions: 3);

        Assert.Equal((3, 3), (await ServesAsync(model), await AnswersAsync(model)));
        await PointAsync(model, "champion", 1);
        await PointAsync(model, "challenger", 2);
        Assert.Equal((1, 1), (await ServesAsync(model), await AnswersAsync(model)));
        Assert.Equal((1, 2, 3), (await AnswersAsync($"{model}/aliases/champion"),
            await AnswersAsync($"{model}/aliases/challenger"), await AnswersAsync($"{model}/versions/3")));
        await PointAsync(model, "champion", 2);
        Assert.Equal(2, await AnswersAsync(model));

        Assert.Equal(HttpStatusCode.NoContent, (await service.DeleteAsync($"/api/models/{model}/aliases/champion")).Status);

        Assert.Equal(3, await AnswersAsync(model));
        Assert.Equal(["challenger"], (await service.GetAsync<Model>($"/api/models/{model}")).Aliases.Keys);
        (await service.DeleteAsync($"/api/models/{model}/aliases/champion")).ShouldBeProblem(HttpStatusCode.NotFound);
        (await service.PostAsync($"/api/models/{model}/aliases/champion/predict", """{ "instances": [] }"""))
            .ShouldBeProblem(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_version_that_is_deleted_answers_nothing_until_it_is_restored()
    {
        var model = await TrainAsync(versions: 2);
        await PointAsync(model, "champion", 2);

        var pointedTo = (await service.DeleteAsync($"/api/models/{model}/versions/2")).ShouldBeProblem(HttpStatusCode.Conflict);
        await service.DeleteAsync($"/api/models/{model}/aliases/champion");
        Assert.Equal(HttpStatusCode.NoContent, (await service.DeleteAsync($"/api/models/{model}/versions/2")).Status);

        Assert.Contains("champion points to this version", pointedTo.Detail, StringComparison.Ordinal);
        Assert.Equal(1, await AnswersAsync(model));
        (await service.PostAsync($"/api/models/{model}/versions/2/predict", """{ "instances": [] }""")).ShouldBeProblem(HttpStatusCode.NotFound);
        (await service.SendJsonAsync(HttpMethod.Put, $"/api/models/{model}/aliases/champion", """{ "version": 2 }"""))
            .ShouldBeProblem(HttpStatusCode.NotFound);
        Assert.NotNull((await service.GetAsync<ModelVersion>($"/api/models/{model}/versions/2")).DeletedAt);
        await service.PostAsync($"/api/models/{model}/versions/2/restore");
        Assert.Equal(2, await AnswersAsync(model));
        Assert.Null((await service.GetAsync<ModelVersion>($"/api/models/{model}/versions/2")).DeletedAt);
        Assert.Equal(3, (await service.RunJobAsync(SampleSpecs.Quick with { Model = model })).Version);
    }

    [Fact]
    public async Task A_model_is_described_and_tagged()
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
    public async Task Many_may_describe_it_at_once()
    {
        var model = await TrainAsync(versions: 1);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 32).Select(_ => service.SendJsonAsync(HttpMethod.Patch, $"/api/models/{model}", """{ "description": "Shapes." }""")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.Status));
    }

    [Theory]
    [InlineData("7", "alias")]
    [InlineData("Champion", "alias")]
    [InlineData("-a", "alias")]
    public async Task An_alias_has_a_plain_name(string alias, string field) =>
        Assert.Equal([field], (await service.SendJsonAsync(HttpMethod.Put, $"/api/models/any/aliases/{alias}", """{ "version": 1 }"""))
            .ShouldBeProblem(HttpStatusCode.BadRequest).Fields);

    [Fact]
    public async Task A_new_version_takes_over_without_a_request_that_fails()
    {
        var model = await TrainAsync(versions: 1);
        var image = (await Images.TakeAsync(service, 1))[0].Pixels;
        await service.PredictAsync(model, image!);
        using var ended = new CancellationTokenSource();
        var answering = Task.Run(async () =>
        {
            var versions = new List<int>();
            while (!ended.IsCancellationRequested)
            {
                versions.Add((await service.PredictAsync(model, image!)).Version);
            }

            return versions;
        });

        await service.RunJobAsync(SampleSpecs.Quick with { Model = model });
        await Deadline.UntilAsync(() => service.PredictAsync(model, image!), answer => answer.Version == 2);
        await ended.CancelAsync();

        var answered = await answering;
        Assert.Equal(answered.Order(), answered);
        Assert.Equal((1, 2), (answered[0], answered[^1]));
    }

    [Fact]
    public async Task A_checkpoint_is_one_folder_with_its_weights_and_their_hash()
    {
        var job = await service.RunJobAsync(SampleSpecs.Quick);

        var folder = Assert.Single(Directory.GetDirectories(fixture.Data["checkpoints", job.Id.ToString()]));

        Assert.Equal(["checkpoint.json", "weights.safetensors"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        var weights = await File.ReadAllBytesAsync(Path.Combine(folder, "weights.safetensors"), TestContext.Current.CancellationToken);
        var description = await File.ReadAllTextAsync(Path.Combine(folder, "checkpoint.json"), TestContext.Current.CancellationToken);
        var hash = JsonDocument.Parse(description).RootElement.GetProperty("weightsSha256").GetString();
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(weights)), hash);
    }

    private async Task<string> TrainAsync(int versions)
    {
        var spec = SampleSpecs.Quick.Epochs(1) with { Model = SampleSpecs.NewModel() };
        for (var version = 0; version < versions; version++)
        {
            await service.RunJobAsync(spec);
        }

        return spec.Model;
    }

    private async Task PointAsync(string model, string alias, int version) => Assert.Equal(
        HttpStatusCode.OK,
        (await service.SendJsonAsync(HttpMethod.Put, $"/api/models/{model}/aliases/{alias}", $$"""{ "version": {{version}} }""")).Status);

    private async Task<int?> ServesAsync(string model) => (await service.GetAsync<Model>($"/api/models/{model}")).Serves;

    private async Task<int?> AnswersAsync(string path) => (await service.PredictAsync(path, (await Images.TakeAsync(service, 1))[0].Pixels!)).Version;
}
