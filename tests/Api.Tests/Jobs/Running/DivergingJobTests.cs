using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Api.Tests.Models.Transfer;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Jobs.Running;

[Collection(JobServiceCollection.Name)]
public sealed class DivergingJobTests(ServiceFixture fixture)
{
    private static readonly string[] NonFiniteNames = ["NaN", "Infinity"];

    private readonly Service service = fixture.Service;

    /// <summary>Deep enough that the loss becomes infinite or NaN.</summary>
    private static readonly JobSpec Spec = SampleSpecs.Quick with
    {
        Network = new NetworkSpec { Hidden = [64, 64, 64] },
        Training = SampleSpecs.Quick.Training with { Epochs = 50 },
    };

    [Theory]
    [InlineData(1e6)]
    [InlineData(1e12)]
    [InlineData(1e25)]
    [InlineData(1e38)]
    public async Task Diverging_job_fails_with_the_reason(double learningRate)
    {
        var job = await service.RunJobAsync(Spec with { Optimizer = new OptimizerSpec { LearningRate = learningRate } });

        Assert.Equal(JobState.Failed, job.State);
        Assert.Contains("diverged", job.Error, StringComparison.Ordinal);
        Assert.Contains("Try a learning rate below ", job.Error, StringComparison.Ordinal);
        Assert.Null(job.Version);
        await AssertAllFiniteAsync(job);
    }

    /// <summary>Saturated, dead and linear networks stay finite even with a huge learning rate.</summary>
    [Theory]
    [InlineData(Activation.Relu, 0)]
    [InlineData(Activation.Relu, 1)]
    [InlineData(Activation.Sigmoid, 1)]
    [InlineData(Activation.Sigmoid, 2)]
    [InlineData(Activation.Tanh, 1)]
    [InlineData(Activation.Tanh, 2)]
    public async Task Loss_above_a_thousand_times_the_first_is_a_divergence(Activation activation, int layers)
    {
        var job = await service.RunJobAsync(Spec with
        {
            Network = new NetworkSpec { Hidden = [.. Enumerable.Repeat(64, layers)], Activation = activation },
            Optimizer = new OptimizerSpec { LearningRate = 1e6 },
        });

        Assert.Equal(JobState.Failed, job.State);
        Assert.Contains("the loss rose from", job.Error, StringComparison.Ordinal);
        Assert.Contains($"in epoch {job.LastSequence}:", job.Error, StringComparison.Ordinal);
        Assert.Equal(job.LastSequence, (await service.GetMetricsAsync(job.Id))[^1].Epoch);
        await AssertAllFiniteAsync(job);
    }

    [Fact]
    public async Task Diverged_job_keeps_its_finite_epochs()
    {
        var job = await service.RunJobAsync(SampleSpecs.Diverging);
        Assert.Equal((EndReason?)EndReason.Diverged, job.EndReason);

        Assert.Equal(JobState.Failed, job.State);
        Assert.Contains("diverged", job.Error, StringComparison.Ordinal);
        Assert.True(job.LastSequence >= 1, job.Error);
        Assert.Contains($"last good epoch is {job.LastSequence - 1}", job.Error, StringComparison.Ordinal);
        Assert.Equal(job.LastSequence, (await service.GetMetricsAsync(job.Id)).Count);
        await AssertAllFiniteAsync(job);
    }

    [Fact]
    public async Task Diverged_job_has_an_event_file_with_its_last_epoch()
    {
        var job = await service.RunJobAsync(SampleSpecs.Diverging);
        var metrics = await service.GetMetricsAsync(job.Id);

        var (file, name) = await service.DownloadAsync($"/api/jobs/{job.Id}/tensorboard");
        var losses = TensorBoardEventFile.Read(file).Where(entry => entry.Summary is not null)
            .Select(entry => ((int)entry.Step, entry.Summary.Value.Single(value => value.Tag == "loss/train").SimpleValue));

        Assert.Equal(metrics.Select(epoch => (epoch.Epoch, (float)epoch.Train.Loss)), losses);
        Assert.Equal(job.LastSequence, metrics[^1].Epoch);
        Assert.StartsWith("events.out.tfevents.", name, StringComparison.Ordinal);
        Assert.EndsWith($".job-{job.Id}", name, StringComparison.Ordinal);
    }

    /// <summary>The loss of the last epoch is finite, and the activations of a layer are not.</summary>
    [Fact]
    public async Task Epoch_that_diverged_has_its_loss_even_if_layers_are_not_finite()
    {
        var rows = Enumerable.Range(0, 100).Select(row =>
            FormattableString.Invariant($"{Math.Sin(row):f2},{Math.Cos(7 * row):f2},{Math.Sin(3 * row):f2}\n"));
        await service.UploadAsync("a,b,y\n" + string.Concat(rows), ("name", "steep"), ("target", "y"));

        var job = await service.RunJobAsync(new JobSpec
        {
            Dataset = "steep",
            Network = new NetworkSpec { Hidden = [32] },
            Training = new TrainingSpec { Epochs = 30, BatchSize = 64, Seed = 0 },
            Optimizer = new OptimizerSpec { Kind = OptimizerKind.Sgd, LearningRate = 2 },
        });
        var metrics = await service.GetMetricsAsync(job.Id);

        Assert.Equal(JobState.Failed, job.State);
        Assert.Contains($"diverged in epoch {metrics[^1].Epoch}", job.Error, StringComparison.Ordinal);
        Assert.True(metrics[^1].Train.Loss > 1000, job.Error);
        await AssertAllFiniteAsync(job);
    }

    [Fact]
    public async Task Non_finite_gradients_are_a_divergence_even_if_the_loss_is_finite()
    {
        var job = await service.RunJobAsync(Spec with
        {
            Network = Spec.Network with { Initialization = new InitializationSpec { Kind = InitializationKind.Normal, Std = 1e6 } },
            Optimizer = new OptimizerSpec { LearningRate = 1e-30 },
        });

        Assert.Equal(JobState.Failed, job.State);
        Assert.Contains("diverged", job.Error, StringComparison.Ordinal);
        await AssertAllFiniteAsync(job);
    }

    [Theory]
    [InlineData("learningRate", 1e39)]
    [InlineData("learningRate", 1e300)]
    [InlineData("weightDecay", 1e300)]
    public async Task Number_that_float32_cannot_hold_is_rejected(string field, double value)
    {
        var response = await service.PostAsync("/api/jobs", $$"""{ "dataset": "glyphs", "optimizer": { "{{field}}": {{value:r}} } }""");

        Assert.Equal(["optimizer." + field], response.ShouldBeProblem(HttpStatusCode.BadRequest).Fields);
    }

    private async Task AssertAllFiniteAsync(Job job)
    {
        foreach (var path in new[] { $"/api/jobs/{job.Id}", $"/api/jobs/{job.Id}/metrics", "/api/jobs" })
        {
            var body = (await service.GetAsync(path)).Body;
            Assert.All(NonFiniteNames, name => Assert.DoesNotContain($":{name}", body, StringComparison.Ordinal));
            Assert.All(NonFiniteNames, name => Assert.DoesNotContain($"\"{name}\"", body, StringComparison.Ordinal));
        }
    }
}
