using System.Diagnostics.Metrics;
using LearnML.Api.Hosting;
using LearnML.Api.Jobs.Queue;
using LearnML.Api.Jobs.Running;
using LearnML.Api.LiveMetrics;
using LearnML.Api.Models.Serving;
using LearnML.Api.Processes;
using LearnML.Api.Storage;
using LearnML.Contracts;
using LearnML.Training.Devices;

namespace LearnML.Api.Telemetry;

/// <summary>
/// Reports current values as gauges. The database is read every few seconds and not at each scrape; while it is not available, the metrics of
/// queues have no values. Queue metrics are the same for all processes with one database; the other metrics are those of this process.
/// </summary>
internal sealed partial class GaugeCollector : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly QueueCounter queues;
    private readonly ProcessStore processes;
    private readonly ProcessIdentity identity;
    private readonly TrainingMeter training;
    private readonly ServingMeter serving;
    private readonly ILogger<GaugeCollector> log;
    private volatile IReadOnlyList<QueueStatus> queueStatuses = [];
    private volatile int[] databaseReachable = [];

    public GaugeCollector(
        IMeterFactory meters,
        QueueCounter queues,
        ProcessStore processes,
        ProcessIdentity identity,
        RunningJobs running,
        MetricsFeed feed,
        ServedModelCache cache,
        TrainingMeter training,
        ServingMeter serving,
        ILogger<GaugeCollector> log)
    {
        (this.queues, this.processes, this.identity, this.training, this.serving, this.log) = (queues, processes, identity, training, serving, log);
        var meter = meters.Create(Instrumentation.Name);
        meter.CreateObservableGauge("learnml.database.reachable", () => databaseReachable.Select(value => new Measurement<int>(value)), null,
            "1 if the database answered the last check, otherwise 0.");
        meter.CreateObservableUpDownCounter("learnml.queue.depth", () => MeasureQueues(status => status.Queued), "{job}", "Jobs that wait.");
        meter.CreateObservableGauge("learnml.queue.oldest.age", () => MeasureQueues(status => status.OldestSeconds ?? 0), "s",
            "The age of the oldest job that waits; 0 if no job waits.");
        meter.CreateObservableUpDownCounter("learnml.jobs.running", () => running.Count, "{job}", "Jobs that this process trains.");
        meter.CreateObservableUpDownCounter("learnml.live.watchers", () => feed.WatcherCount, "{watcher}",
            "Open streams of epoch metrics in this process.");
        meter.CreateObservableUpDownCounter("learnml.model_cache.models", () => cache.Count, "{model}", "Models in the model cache.");
        meter.CreateObservableUpDownCounter("learnml.device.memory.used", () => MeasureMemory(TorchDevices.GetUsedBytes), "By",
            "Used memory. GPU: used by all processes, reported after this process has used the GPU. CPU: used by this process.");
        meter.CreateObservableUpDownCounter("learnml.device.memory.limit", () => MeasureMemory(device => TorchDevices.GetMemoryBytes(device)), "By",
            "Total memory of the device.");
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        training.InitializeCounters(identity.Process.Devices);
        serving.InitializeCounters();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var hasFailed = false;
        using var timer = new PeriodicTimer(Interval);
        do
        {
            try
            {
                var served = (await processes.GetAliveAsync(stoppingToken)).SelectMany(process => process.Queues);
                (queueStatuses, databaseReachable) = (await queues.CountAsync(served, stoppingToken), [1]);
                hasFailed = false;
            }
            catch (Exception exception) when (DatabaseFailure.Is(exception))
            {
                (queueStatuses, databaseReachable) = ([], [0]);
                if (!hasFailed)
                {
                    hasFailed = true;
                    LogFailed(exception);
                }
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private IEnumerable<Measurement<T>> MeasureQueues<T>(Func<QueueStatus, T> value)
        where T : struct =>
        queueStatuses.Select(status => new Measurement<T>(value(status), new KeyValuePair<string, object?>("queue", status.Name)));

    private static IEnumerable<Measurement<long>> MeasureMemory(Func<string, long?> read) =>
        from device in TorchDevices.All
        let bytes = read(device)
        where bytes is not null
        select new Measurement<long>(bytes.Value, new KeyValuePair<string, object?>("device", device));

    [LoggerMessage(LogLevel.Warning, "The database could not be read; the metrics of queues have no values until it can be read again.")]
    private partial void LogFailed(Exception exception);
}
