using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Models;

public sealed class DamagedCheckpointTests(TrainedFixture fixture) : IClassFixture<TrainedFixture>
{
    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Damaged_weights_are_a_problem_that_says_so_and_other_models_still_answer()
    {
        var damaged = await service.RunJobAsync(SampleSpecs.Quick with { Model = SampleSpecs.NewModel() });
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
    public async Task A_checkpoint_whose_files_are_gone_is_a_problem_that_says_so()
    {
        var job = await service.RunJobAsync(SampleSpecs.Quick with { Model = SampleSpecs.NewModel() });
        Directory.Delete(fixture.Data["checkpoints", job.Id.ToString()], recursive: true);

        var problem = (await PredictAsync(job)).ShouldBeProblem(HttpStatusCode.ServiceUnavailable);

        Assert.Contains("files are missing", problem.Detail, StringComparison.Ordinal);
    }

    private async Task<Answer> PredictAsync(Job job)
    {
        var instances = (await Images.TakeAsync(service, 1))[0].Pixels;
        return await service.PostAsync($"/api/models/{job.Model}/predict", new { instances });
    }
}
