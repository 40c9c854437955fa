using System.Diagnostics.Metrics;
using LearnML.Api.Jobs;
using LearnML.Api.LiveMetrics;
using LearnML.Api.Processes;
using LearnML.Api.Serving;
using LearnML.Api.Storage;
using LearnML.Contracts;
using LearnML.Training.Devices;

namespace LearnML.Api.Telemetry;

/// <summary>
/// What is measured by looking. The database is looked at every few seconds and never by who scrapes; while it is away there are no
/// figures of it. Queues are the same for every process of a database, all else is this process's own.
/// </summary>
internal sealed class Gauges : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly QueueCounter queues;
    private readonly ProcessStore processes;
    private readonly ProcessIdentity identity;
    private readonly TrainingMeter training;
    private readonly ServingMeter serving;
    private volatile IReadOnlyList<QueueStatus> statuses = [];
    private volatile int[] reachable = [];

    public Gauges(
        IMeterFactory meters, QueueCounter queues, ProcessStore processes, ProcessIdentity identity, RunningJobs running, MetricsFeed feed, ServedModelCache cache, TrainingMeter training, ServingMeter serving)
    {
        (this.queues, this.processes, this.identity, this.training, this.serving) = (queues, processes, identity, training, serving);
        var meter = meters.Create(TelemetrySetup.Name);
        meter.CreateObservableGauge("learnml.database.reachable", () => reachable.Select(value => new Measurement<int>(value)), null, "1 where the database answered when it was last looked at, else 0.");
        meter.CreateObservableUpDownCounter("learnml.queue.depth", () => Each(status => status.Queued), "{job}", "Jobs that wait.");
        meter.CreateObservableGauge("learnml.queue.oldest.age", () => Each(status => status.OldestSeconds ?? 0), "s", "How long ago the oldest of the jobs that wait was accepted; 0 where none waits.");
        meter.CreateObservableUpDownCounter("learnml.jobs.running", () => running.Count, "{job}", "Jobs that this process trains.");
        meter.CreateObservableUpDownCounter("learnml.live.watchers", () => feed.Listeners, "{watcher}", "Streams of epochs that are followed here.");
        meter.CreateObservableUpDownCounter("learnml.model_cache.models", () => cache.Count, "{model}", "Models in memory.");
        meter.CreateObservableUpDownCounter("learnml.device.memory.used", () => Memory(TorchDevices.UsedBytes), "By", "Memory in use: of a GPU by all processes, once this one has used it; beside the CPU by this process.");
        meter.CreateObservableUpDownCounter("learnml.device.memory.limit", () => Memory(device => TorchDevices.MemoryBytes(device)), "By", "Memory that there is.");
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        training.Show(identity.Process.Devices);
        serving.Show();
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        do
        {
            try
            {
                var served = (await processes.AliveAsync(stoppingToken)).SelectMany(process => process.Queues);
                (statuses, reachable) = (await queues.CountAsync(served, stoppingToken), [1]);
            }
            catch (Exception exception) when (DatabaseFailure.Is(exception))
            {
                (statuses, reachable) = ([], [0]);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private IEnumerable<Measurement<T>> Each<T>(Func<QueueStatus, T> of)
        where T : struct => statuses.Select(status => new Measurement<T>(of(status), new KeyValuePair<string, object?>("queue", status.Name)));

    private static IEnumerable<Measurement<long>> Memory(Func<string, long?> of) =>
        from device in TorchDevices.All
        let bytes = of(device)
        where bytes is not null
        select new Measurement<long>(bytes.Value, new KeyValuePair<string, object?>("device", device));
}
