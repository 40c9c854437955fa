using System.Diagnostics.Metrics;
using LearnML.Api.Limits;
using LearnML.Api.Tests.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LearnML.Api.Tests.Limits;

public sealed class RefusedConnectionsTests
{
    [Fact]
    public async Task Refused_connections_are_logged_as_one_line_in_a_minute()
    {
        var time = new FakeTimeProvider();
        using var lines = new LogCollector();
        using var logging = LoggerFactory.Create(builder => builder.AddProvider(lines));
        using var meter = new Meter(RefusedConnections.MeterName);
        var counter = meter.CreateCounter<long>(RefusedConnections.CounterName);
        using var service = new RefusedConnections(time, logging.CreateLogger<RefusedConnections>());
        await service.StartAsync(TestContext.Current.CancellationToken);
        for (var connection = 0; connection < 1_000; connection++)
        {
            counter.Add(1);
        }

        await Deadline.UntilAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMinutes(1));
                return Task.FromResult(lines.ToString());
            },
            logged => logged.Length > 0);

        var line = Assert.Single(lines.ToString().Split('\n'));
        Assert.Contains("1000 connections were refused in the last minute.", line, StringComparison.Ordinal);
        await service.StopAsync(TestContext.Current.CancellationToken);
    }
}
