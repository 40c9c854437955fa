using System.Text.Json;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models;

public sealed class ModelRegistryTests(ServiceFixture fixture) : IClassFixture<ServiceFixture>
{
    private const int ParametersOfQuick = (784 * 16) + 16 + (16 * 10) + 10;

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Each_finished_job_adds_a_version_to_its_model()
    {
        var spec = Specs.Quick with { Model = Specs.NewModel() };
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
        var job = await service.RunJobAsync(Specs.Quick with { Model = Specs.NewModel() });
        var report = await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");

        var version = await service.GetAsync<ModelVersion>($"/api/models/{job.Model}/versions/1");

        Assert.Equal((job.Model, 1, job.Id, "glyphs", report.Epoch), (version.Name, version.Version, version.JobId, version.Dataset, version.Epoch));
        Assert.Equal((report.Validation, report.Test), (version.Validation, version.Test));
        Assert.Equal(report.Classes, version.Classes);
        Assert.Equal(ParametersOfQuick, version.Parameters);
    }

    [Fact]
    public async Task A_checkpoint_is_one_folder_with_its_weights_and_their_hash()
    {
        var job = await service.RunJobAsync(Specs.Quick);

        var folder = Assert.Single(Directory.GetDirectories(fixture.Data["checkpoints", job.Id.ToString()]));

        Assert.Equal(["checkpoint.json", "weights.safetensors"], Directory.GetFiles(folder).Select(Path.GetFileName).Order());
        var weights = await File.ReadAllBytesAsync(Path.Combine(folder, "weights.safetensors"), TestContext.Current.CancellationToken);
        var description = await File.ReadAllTextAsync(Path.Combine(folder, "checkpoint.json"), TestContext.Current.CancellationToken);
        var hash = JsonDocument.Parse(description).RootElement.GetProperty("weightsSha256").GetString();
        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(weights)), hash);
    }
}
