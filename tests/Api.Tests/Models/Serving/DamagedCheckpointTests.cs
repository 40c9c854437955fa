using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models.Serving;

public sealed class DamagedCheckpointTests(TrainedModelFixture fixture) : IClassFixture<TrainedModelFixture>
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Damaged_weights_are_reported_and_other_models_still_predict()
    {
        var damaged = await service.RunJobAsync(SampleSpecs.Quick with { Model = SampleSpecs.CreateModelName() });
        var weights = Assert.Single(Directory.GetFiles(
            fixture.Data["checkpoints", damaged.Id.ToString()], "weights.safetensors", SearchOption.AllDirectories));
        var bytes = await File.ReadAllBytesAsync(weights, TestContext.Current.CancellationToken);
        bytes[^1] ^= 1;
        await File.WriteAllBytesAsync(weights, bytes, TestContext.Current.CancellationToken);

        var problem = await PredictAsync(damaged);

        Assert.Contains("damaged", problem.ShouldBeProblem(HttpStatusCode.ServiceUnavailable).Detail, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await PredictAsync(fixture.Job)).Status);
    }

    [Fact]
    public async Task Missing_checkpoint_files_are_reported()
    {
        var job = await service.RunJobAsync(SampleSpecs.Quick with { Model = SampleSpecs.CreateModelName() });
        Directory.Delete(fixture.Data["checkpoints", job.Id.ToString()], recursive: true);

        var problem = (await PredictAsync(job)).ShouldBeProblem(HttpStatusCode.ServiceUnavailable);

        Assert.Contains("files are missing", problem.Detail, StringComparison.Ordinal);
    }

    private async Task<ApiResponse> PredictAsync(Job job)
    {
        var instances = (await TestImages.TakeAsync(service, 1))[0].Pixels;
        return await service.PostAsync($"/api/models/{job.Model}/predict", new { instances });
    }
}
