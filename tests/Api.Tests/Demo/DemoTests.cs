using System.Text.RegularExpressions;
using LearnML.Api.Demo;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Demo;

public sealed partial class DemoTests
{
    [Fact]
    public async Task Demo_uses_the_glyphs_if_Fashion_MNIST_is_missing_and_keeps_serving()
    {
        using var data = new TemporaryFolder();
        using var datasets = new TemporaryFolder();
        await using var service = await Service.StartProcessAsync(data, datasets.Path, "demo");

        await AssertDemoOutputAsync(service, "glyphs");

        Assert.Contains("fashion-mnist is not on this machine", service.Process.Output, StringComparison.Ordinal);
        Assert.Contains("The demo continues with glyphs", service.Process.Output, StringComparison.Ordinal);
        Assert.Contains($"The folder of LearnML:Datasets is {datasets.Path}", service.Process.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_trains_on_Fashion_MNIST_if_it_is_available()
    {
        var datasets = Environment.GetEnvironmentVariable("LearnML__Datasets");
        var isHere = datasets is not null && Directory.Exists(Path.Combine(datasets, "fashion-mnist"));
        Assert.SkipUnless(isHere || Environment.GetEnvironmentVariable("CI") == "true",
            "Fashion-MNIST is not in the folder that LearnML__Datasets names.");
        Assert.True(isHere, "CI needs Fashion-MNIST.");
        using var data = new TemporaryFolder();
        await using var service = await Service.StartProcessAsync(data, datasets, "demo");

        var report = await AssertDemoOutputAsync(service, "fashion-mnist");

        Assert.InRange(report.Test!.Accuracy!.Value, 0.7, 1);
    }

    [Fact]
    public void No_speed_is_shown_before_there_is_one()
    {
        var job = new Job
        {
            Id = Guid.Empty,
            State = JobState.Queued,
            Spec = SampleSpecs.Quick,
            StartedBy = "local",
            Epochs = 3,
            CreatedAt = default,
            Model = "glyphs",
        };

        Assert.Equal("waiting for earlier jobs", DemoCommand.DescribeSpeed(job));
        Assert.Equal("starting", DemoCommand.DescribeSpeed(job with { State = JobState.Running }));
        Assert.Equal("1,234 images/s, 7 s left",
            DemoCommand.DescribeSpeed(job with { State = JobState.Running, SamplesPerSecond = 1234.4, EtaSeconds = 7.2 }));
    }

    private static async Task<Report> AssertDemoOutputAsync(Service service, string dataset)
    {
        await Deadline.UntilAsync(() => service.Process.Output.Contains("The service runs until you press Ctrl+C.", StringComparison.Ordinal));
        var output = service.Process.Output;
        var job = Assert.Single((await service.GetAsync<Page<Job>>("/api/jobs")).Items);

        Assert.Contains($"Training the recipe mlp on {dataset}: job {job.Id}", output, StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, 10), EpochLine().Matches(output).Select(line => int.Parse(line.Groups[1].ValueSpan)));
        Assert.Equal(10, PredictionLine().Count(output));
        Assert.Contains(new Uri(service.Address, $"/api/jobs/{job.Id}").ToString(), output, StringComparison.Ordinal);
        Assert.Contains(new Uri(service.Address, "/swagger").ToString(), output, StringComparison.Ordinal);
        Assert.StartsWith("LearnML is starting ...\n", output, StringComparison.Ordinal);
        Assert.EndsWith($"\nThe dashboard  {service.Address}\nThe service runs until you press Ctrl+C.", output, StringComparison.Ordinal);
        Assert.DoesNotContain("AuditLog", output, StringComparison.Ordinal);
        Assert.DoesNotContain("{LearnML:", output, StringComparison.Ordinal);
        var report = await service.GetAsync<Report>($"/api/jobs/{job.Id}/report");
        Assert.Equal(0, await service.Process.TerminateAsync());
        return report;
    }

    [GeneratedRegex(@"^ +(\d+) +\d+\.\d{4} +[01]\.\d{4} +\d+\.\d{4} +[01]\.\d{4}$", RegexOptions.Multiline)]
    private static partial Regex EpochLine();

    [GeneratedRegex(@"^[ !] .+\d ?% +true: \S", RegexOptions.Multiline)]
    private static partial Regex PredictionLine();
}
