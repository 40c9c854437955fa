using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Hostile;

/// <summary>Thousands of hub clients that send nothing.</summary>
[Collection(HostileClientCollection.Name)]
public sealed class IdleConnectionTests(HostileClientFixture fixture)
{
    private const int ConnectionCount = 5000;
    private const int ReservedHandles = 1000;
    private const int PredictionCount = 100;
    private const double MaximumAddedMegabytes = 400;

    private static readonly TimeSpan MaximumMedianTime = TimeSpan.FromSeconds(1);

    private readonly Service service = fixture.Service;

    [Fact]
    public async Task Five_thousand_idle_connections_delay_no_request_and_use_bounded_memory()
    {
        Assert.True(GetHandleLimit() >= ConnectionCount + ReservedHandles,
            $"{ConnectionCount} connections need as many file handles, but the limit is {GetHandleLimit()}. Raise ulimit -n.");
        var before = await GetMegabytesAsync();
        var clock = Stopwatch.StartNew();
        var sockets = new ConcurrentBag<RawHubConnection>();
        try
        {
            await Parallel.ForEachAsync(Enumerable.Range(0, ConnectionCount), new ParallelOptions { MaxDegreeOfParallelism = 16 },
                async (_, _) => sockets.Add(await RawHubConnection.ConnectAsync(service.Address)));
            var (connected, with) = (clock.Elapsed, await GetMegabytesAsync());

            var times = new List<TimeSpan>();
            for (var index = 0; index < PredictionCount; index++)
            {
                times.Add(await fixture.AssertAnswersAsync());
            }

            times.Sort();
            TestContext.Current.TestOutputHelper?.WriteLine(FormattableString.Invariant($"""
                {ConnectionCount} sockets in {connected.TotalSeconds:f1} s; the service has {before:f0} MB without and {with:f0} MB with them;
                a prediction takes {times[PredictionCount / 2].TotalMilliseconds:f1} ms, {times[^1].TotalMilliseconds:f1} ms at most
                """));
            Assert.All(sockets, socket => Assert.True(socket.IsOpen));
            Assert.True(times[PredictionCount / 2] < MaximumMedianTime, $"{times[PredictionCount / 2]}");
            Assert.True(with - before < MaximumAddedMegabytes, $"{before} to {with} MB");
        }
        finally
        {
            foreach (var socket in sockets)
            {
                socket.Dispose();
            }
        }

        // New connections are accepted after the others are closed.
        using var later = await RawHubConnection.ConnectAsync(service.Address);
        await fixture.AssertAnswersAsync();
    }

    private async Task<double> GetMegabytesAsync()
    {
        await fixture.AssertAnswersAsync();
        using var process = Process.GetProcessById(service.Process.Id);
        return process.WorkingSet64 / 1e6;
    }

    /// <summary>The maximum number of open files of a process.</summary>
    private static int GetHandleLimit()
    {
        var line = OperatingSystem.IsLinux()
            ? File.ReadLines("/proc/self/limits").Single(limit => limit.StartsWith("Max open files", StringComparison.Ordinal)) : null;
        return int.TryParse(line?.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3], CultureInfo.InvariantCulture, out var limit)
            ? limit : ConnectionCount + ReservedHandles;
    }
}
