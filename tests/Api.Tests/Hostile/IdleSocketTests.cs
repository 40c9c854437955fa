using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Hostile;

/// <summary>Thousands of clients of the hub that say nothing.</summary>
[Collection(HostileTests.Name)]
public sealed class IdleSocketTests(HostileFixture fixture)
{
    private const int Wanted = 5000;
    private const int OtherHandles = 1000;
    private const int Asked = 100;
    private const double MostMegabytes = 400;

    private static readonly TimeSpan Quick = TimeSpan.FromSeconds(1);

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Five_thousand_idle_sockets_hold_up_nobody_and_cost_bounded_memory()
    {
        Assert.True(MostHandles() >= Wanted + OtherHandles,
            $"{Wanted} sockets take as many file handles, and there may be {MostHandles()}: raise ulimit -n.");
        var before = await MegabytesAsync();
        var clock = Stopwatch.StartNew();
        var sockets = new ConcurrentBag<HubSocket>();
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, Wanted), new ParallelOptions { MaxDegreeOfParallelism = 16 },
                async (_, _) => sockets.Add(await HubSocket.ConnectAsync(service.Address)));
            var (connected, with) = (clock.Elapsed, await MegabytesAsync());

            var times = new List<TimeSpan>();
            for (var asked = 0; asked < Asked; asked++)
            {
                times.Add(await fixture.AnswersAsync());
            }

            times.Sort();
            TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"""
                {Wanted} sockets in {connected.TotalSeconds:f1} s; the service has {before:f0} MB without and {with:f0} MB with them;
                a prediction takes {times[Asked / 2].TotalMilliseconds:f1} ms, {times[^1].TotalMilliseconds:f1} ms at most
                """));
            Assert.All(sockets, socket => Assert.True(socket.IsOpen));
            Assert.True(times[Asked / 2] < Quick, $"{times[Asked / 2]}");
            Assert.True(with - before < MostMegabytes, $"{before} to {with} MB");
        }
        finally
        {
            foreach (var socket in sockets)
            {
                socket.Dispose();
            }
        }

        // Their places are free again.
        using var later = await HubSocket.ConnectAsync(service.Address);
        await fixture.AnswersAsync();
    }

    private async Task<double> MegabytesAsync()
    {
        await fixture.AnswersAsync();
        using var process = Process.GetProcessById(service.Process.Id);
        return process.WorkingSet64 / 1e6;
    }

    /// <summary>How many sockets this process and the service may have each.</summary>
    private static int MostHandles()
    {
        var line = OperatingSystem.IsLinux()
            ? File.ReadLines("/proc/self/limits").Single(limit => limit.StartsWith("Max open files", StringComparison.Ordinal)) : null;
        return int.TryParse(line?.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3], CultureInfo.InvariantCulture, out var most)
            ? most : Wanted + OtherHandles;
    }
}
