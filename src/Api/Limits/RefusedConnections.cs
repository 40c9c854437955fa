using System.Diagnostics.Metrics;

namespace LearnML.Api.Limits;

/// <summary>
/// Logs once a minute how many connections were refused because there are too many. Kestrel logs a line for each, so a flood of connections would
/// become a flood of lines.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="log">The log.</param>
internal sealed partial class RefusedConnections(TimeProvider time, ILogger<RefusedConnections> log) : BackgroundService
{
    /// <summary>The log category of Kestrel in which these lines are the only warnings.</summary>
    public const string KestrelCategory = "Microsoft.AspNetCore.Server.Kestrel.Connections";

    /// <summary>The meter of Kestrel.</summary>
    internal const string MeterName = "Microsoft.AspNetCore.Server.Kestrel";

    /// <summary>Kestrel's counter of refused connections.</summary>
    internal const string CounterName = "kestrel.rejected_connections";

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly MeterListener listener = new();
    private long count;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument is { Name: CounterName, Meter.Name: MeterName })
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, refused, _, _) => Interlocked.Add(ref count, refused));
        listener.Start();
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        listener.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (Interlocked.Exchange(ref count, 0) is > 0 and var refused)
            {
                LogRefused(refused, OpenFileLimit.Connections);
            }
        }
    }

    [LoggerMessage(LogLevel.Warning,
        "{Count} connections were refused in the last minute. At most {Maximum} may be open; a higher limit of open files (ulimit -n) allows more.")]
    private partial void LogRefused(long count, long? maximum);
}
