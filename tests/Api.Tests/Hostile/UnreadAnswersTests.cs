using System.Diagnostics;
using System.Text;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Tests.Hostile;

/// <summary>Hub clients that send pings, so that they seem alive, but never read an answer.</summary>
[Collection(HostileClientCollection.Name)]
public sealed class UnreadAnswersTests(HostileClientFixture fixture)
{
    private const int ConnectionCount = 20;
    private const int StreamsPerConnection = 100;

    // All streams together would be two gigabytes. What is sent and not yet collected counts too.
    private const double MaximumAddedMegabytes = 800;

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Watchers_that_never_read_use_bounded_memory_and_are_closed()
    {
        // One stream of this job is a megabyte.
        var job = await service.RunJobAsync(new JobSpec
        {
            Dataset = HostileClientFixture.Model,
            Model = "deep",
            Network = new NetworkSpec { Hidden = [.. Enumerable.Repeat(1, 60)] },
            Training = new TrainingSpec { Epochs = 150 },
        });
        Assert.True(job.State == JobState.Succeeded, job.Error);
        var before = GetMegabytes();
        var peak = before;
        var watchers = new List<RawHubConnection>();
        try
        {
            for (var connection = 0; connection < ConnectionCount; connection++)
            {
                watchers.Add(await RawHubConnection.ConnectAsync(service.Address));
                for (var stream = 0; stream < StreamsPerConnection; stream++)
                {
                    await watchers[^1].SendAsync(CreateMessage(
                        $$"""{"type":4,"invocationId":"{{stream}}","target":"Watch","arguments":["{{job.Id}}",0]}"""));
                }
            }

            await Deadline.UntilAsync(
                async () =>
                {
                    peak = Math.Max(peak, GetMegabytes());
                    var open = watchers.Where(watcher => !watcher.IsClosed).ToList();
                    await Task.WhenAll(open.Select(watcher => watcher.SendAsync(CreateMessage("""{"type":6}"""))));
                    return open.Count;
                },
                open => open == 0);
        }
        finally
        {
            watchers.ForEach(watcher => watcher.Dispose());
        }

        TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"{before:f0} MB before, {peak:f0} MB at most"));
        Assert.InRange(peak - before, double.NegativeInfinity, MaximumAddedMegabytes);
        await fixture.AssertAnswersAsync();
    }

    private static byte[] CreateMessage(string json) => Encoding.ASCII.GetBytes(json + "\u001e");

    private double GetMegabytes()
    {
        using var process = Process.GetProcessById(service.Process.Id);
        return process.WorkingSet64 / 1e6;
    }
}
