using System.Net;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Jobs;

[Collection(JobsInTurn.Name)]
public sealed class DivergingJobTests(ServiceFixture fixture)
{
    private static readonly string[] NotNumbers = ["NaN", "Infinity"];

    private readonly Service service = fixture.Service;

    /// <summary>Deep enough that the loss leaves the numbers.</summary>
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
    public async Task A_diverging_job_fails_with_the_reason(double learningRate)
    {
        var job = await service.RunJobAsync(Spec with { Optimizer = new OptimizerSpec { LearningRate = learningRate } });

        Assert.Equal(JobState.Failed, job.State);
        Assert.Contains("diverged", job.Error, StringComparison.Ordinal);
        Assert.Contains("Try a smaller learning rate", job.Error, StringComparison.Ordinal);
        Assert.Null(job.Version);
        await AssertOnlyNumbersAsync(job);
    }

    /// <summary>Saturated, dead and linear networks keep finite numbers however far they are thrown.</summary>
    [Theory]
    [InlineData(Activation.Relu, 0)]
    [InlineData(Activation.Relu, 1)]
    [InlineData(Activation.Sigmoid, 1)]
    [InlineData(Activation.Sigmoid, 2)]
    [InlineData(Activation.Tanh, 1)]
    [InlineData(Activation.Tanh, 2)]
    public async Task A_loss_that_stays_finite_is_a_divergence_when_it_is_a_thousand_times_the_first(Activation activation, int layers)
    {
        var job = await service.RunJobAsync(Spec with
        {
            Network = new NetworkSpec { Hidden = [.. Enumerable.Repeat(64, layers)], Activation = activation },
            Optimizer = new OptimizerSpec { LearningRate = 1e6 },
        });

        Assert.Equal(JobState.Failed, job.State);
        Assert.Contains("the loss rose from", job.Error, StringComparison.Ordinal);
        Assert.Contains($"in epoch {job.LastSequence}:", job.Error, StringComparison.Ordinal);
        Assert.Equal(job.LastSequence, (await service.MetricsAsync(job.Id))[^1].Epoch);
        await AssertOnlyNumbersAsync(job);
    }

    [Fact]
    public async Task The_epochs_before_a_divergence_stay_and_its_own_where_it_can_be_written_down()
    {
        var job = await service.RunJobAsync(SampleSpecs.Diverging);

        Assert.Equal(JobState.Failed, job.State);
        Assert.Contains("diverged", job.Error, StringComparison.Ordinal);
        Assert.True(job.LastSequence >= 1, job.Error);
        Assert.Contains($"last good epoch is {job.LastSequence - 1}", job.Error, StringComparison.Ordinal);
        Assert.Equal(job.LastSequence, (await service.MetricsAsync(job.Id)).Count);
        await AssertOnlyNumbersAsync(job);
    }

    [Fact]
    public async Task Gradients_beyond_all_numbers_are_a_divergence_even_when_the_loss_is_finite()
    {
        var job = await service.RunJobAsync(Spec with
        {
            Network = Spec.Network with { Initialization = new InitializationSpec { Kind = InitializationKind.Normal, Std = 1e6 } },
            Optimizer = new OptimizerSpec { LearningRate = 1e-30 },
        });

        Assert.Equal(JobState.Failed, job.State);
        Assert.Contains("diverged", job.Error, StringComparison.Ordinal);
        await AssertOnlyNumbersAsync(job);
    }

    [Theory]
    [InlineData("learningRate", 1e39)]
    [InlineData("learningRate", 1e300)]
    [InlineData("weightDecay", 1e300)]
    public async Task A_number_that_a_weight_cannot_hold_is_refused(string field, double value)
    {
        var answer = await service.PostAsync("/api/jobs", $$"""{ "dataset": "glyphs", "optimizer": { "{{field}}": {{value:r}} } }""");

        Assert.Equal(["optimizer." + field], answer.ShouldBeProblem(HttpStatusCode.BadRequest).Fields);
    }

    private async Task AssertOnlyNumbersAsync(Job job)
    {
        foreach (var path in new[] { $"/api/jobs/{job.Id}", $"/api/jobs/{job.Id}/metrics", "/api/jobs" })
        {
            var body = (await service.GetAsync(path)).Body;
            Assert.All(NotNumbers, word => Assert.DoesNotContain($":{word}", body, StringComparison.Ordinal));
            Assert.All(NotNumbers, word => Assert.DoesNotContain($"\"{word}\"", body, StringComparison.Ordinal));
        }
    }
}
