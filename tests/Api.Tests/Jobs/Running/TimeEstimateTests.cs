using LearnML.Api.Jobs.Running;
using LearnML.Api.Specs;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Jobs.Running;

/// <summary>The time of a job is estimated from sizes and from what the process has measured.</summary>
[Collection(SharedServiceCollection.Name)]
public sealed class TimeEstimateTests(ServiceFixture fixture)
{
    [Fact]
    public async Task Preview_has_an_estimate_once_a_job_on_the_dataset_has_run()
    {
        var job = await fixture.Service.RunJobAsync(SampleSpecs.Accurate.WithEpochs(30));
        var took = (job.EndedAt - job.StartedAt)!.Value.TotalSeconds;

        var same = (await PreviewAsync(SampleSpecs.Accurate.WithEpochs(30))).Estimate!;
        var stopping = SampleSpecs.Accurate.WithEpochs(30);
        stopping = stopping with { Training = stopping.Training with { EarlyStopping = new EarlyStoppingSpec() } };
        var longer = (await PreviewAsync(SampleSpecs.Accurate.WithEpochs(3000))).Estimate!;

        // Other jobs of the shared service move the estimate of the dataset too.
        Assert.InRange(same.Seconds, took / 10, took * 10);
        Assert.InRange(longer.Seconds / same.Seconds, 20, 100);
        Assert.Equal((false, true), (same.IsUpperBound, (await PreviewAsync(stopping)).Estimate!.IsUpperBound));

        var search = await PreviewAsync(SampleSpecs.Accurate.WithEpochs(30) with
        {
            Search = new SearchSpec
            {
                Trials = 20,
                Space = new Dictionary<string, SearchRange> { ["training.seed"] = new() { WholeNumbers = [0, 1_000_000] } },
            }
        });
        Assert.Equal((20, 1), (search.Search!.Trials, search.Search.Shapes));
        Assert.InRange(search.Estimate!.Seconds / same.Seconds, 2, 25);
    }

    [Fact]
    public void Speed_of_the_dataset_counts_before_that_of_the_device()
    {
        var speed = new TrainingSpeed();
        var (glyphs, other) = (Checked("glyphs"), Checked("other"));
        Assert.Null(speed.Estimate(glyphs));

        speed.Record("cpu", "glyphs", nominalSeconds: 10, TimeSpan.FromSeconds(20));
        var twice = speed.Estimate(glyphs)!.Seconds;
        speed.Record("cpu", "other", nominalSeconds: 10, TimeSpan.FromSeconds(40));

        Assert.Equal(twice, speed.Estimate(glyphs)!.Seconds, 1e-9);
        Assert.Equal(2 * twice, speed.Estimate(other)!.Seconds, 1e-9);
        Assert.Equal(2 * twice, speed.Estimate(Checked("third"))!.Seconds, 1e-9);
        Assert.Null(speed.Estimate(Checked("glyphs", queue: "gpu")));
        speed.Record("cpu", "glyphs", nominalSeconds: 10, TimeSpan.FromMilliseconds(1));
        Assert.Equal(twice, speed.Estimate(glyphs)!.Seconds, 1e-9);
        speed.MeasureProcessor();
        Assert.Equal(2 * twice, speed.Estimate(Checked("third"))!.Seconds, 1e-9);
    }

    [Fact]
    public void Processor_is_measured_for_the_first_estimate_and_a_time_budget_is_its_limit()
    {
        var speed = new TrainingSpeed();
        speed.MeasureProcessor();
        var spec = Checked("glyphs");
        var seconds = speed.Estimate(spec)!.Seconds;

        var budget = new TrainingSpec { TimeBudgetSeconds = seconds / 2, EarlyStopping = new EarlyStoppingSpec() };

        Assert.InRange(seconds, 1e-3, 1e3);
        Assert.Equal(new TimeEstimate(seconds / 2, IsUpperBound: false), speed.Estimate(spec with { Spec = spec.Spec with { Training = budget } }));
    }

    private static CheckedSpec Checked(string dataset, string queue = "cpu") =>
        new(new JobSpec { Dataset = dataset, Network = new NetworkSpec { Hidden = [16] } }, queue, 784, 10, UsesUpload: false)
        {
            TaskReason = "",
            Rows = 6000,
        };

    private Task<JobPreview> PreviewAsync(JobSpec spec) => fixture.Service.Client.Jobs.PreviewAsync(spec);
}
