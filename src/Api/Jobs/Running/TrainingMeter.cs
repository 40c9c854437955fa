using System.Diagnostics.Metrics;
using LearnML.Api.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Jobs.Running;

/// <summary>Records metrics of training and of ended jobs. Labels have few values; names of jobs or models are never labels.</summary>
public sealed class TrainingMeter
{
    private const string Device = "device";

    // An epoch takes from a millisecond to an hour.
    private static readonly InstrumentAdvice<double> EpochDurations = new()
    {
        HistogramBucketBoundaries = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000, 3600],
    };

    private static readonly InstrumentAdvice<double> CheckpointDurations = new()
    {
        HistogramBucketBoundaries = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30],
    };

    private static readonly (JobState State, EndReason Reason)[] EndStates =
    [
        (JobState.Succeeded, EndReason.Completed),
        (JobState.Stopped, EndReason.Requested),
        (JobState.Cancelled, EndReason.Requested),
        (JobState.Interrupted, EndReason.DeviceGone),
        .. Enum.GetValues<EndReason>()
            .Where(reason => reason is not (EndReason.Completed or EndReason.Requested or EndReason.DeviceGone))
            .Select(reason => (JobState.Failed, reason)),
    ];

    private readonly Counter<long> epochs;
    private readonly Histogram<double> epochDuration;
    private readonly Histogram<double> checkpointDuration;
    private readonly Counter<long> checkpointFailures;
    private readonly Counter<long> ended;

    /// <summary>Creates the instruments.</summary>
    /// <param name="meters">Creates the meter.</param>
    public TrainingMeter(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);
        var meter = meters.Create(Instrumentation.Name);
        epochs = meter.CreateCounter<long>("learnml.epochs", "{epoch}",
            "Epochs that this process trained. Folds that are trained together count one each.");
        epochDuration = meter.CreateHistogram("learnml.epoch.duration", "s",
            "Duration of an epoch with its validation and checkpoints. Folds that are trained together count once.", advice: EpochDurations);
        checkpointDuration = meter.CreateHistogram("learnml.checkpoint.duration", "s",
            "Duration of writing the latest checkpoint.", advice: CheckpointDurations);
        checkpointFailures = meter.CreateCounter<long>("learnml.checkpoint.failures", "{checkpoint}", "Checkpoints that could not be written.");
        ended = meter.CreateCounter<long>("learnml.jobs.ended", "{job}", "Jobs that ended in this process, by state and kind of reason.");
    }

    /// <summary>Reports every counter as 0 first. Prometheus cannot compute the rate of a counter that first appears with a value above 0.</summary>
    public void InitializeCounters(IEnumerable<string> devices)
    {
        ArgumentNullException.ThrowIfNull(devices);
        foreach (var (state, reason) in EndStates)
        {
            RecordJobsEnded(state, reason, 0);
        }

        foreach (var device in devices)
        {
            epochs.Add(0, new KeyValuePair<string, object?>(Device, device));
        }

        checkpointFailures.Add(0);
    }

    /// <summary>Counts an epoch and records its duration.</summary>
    /// <param name="device">The training device.</param>
    /// <param name="networks">The number of folds that are trained together.</param>
    /// <param name="duration">The duration of the epoch.</param>
    public void RecordEpoch(string device, int networks, TimeSpan duration)
    {
        var label = new KeyValuePair<string, object?>(Device, device);
        epochs.Add(networks, label);
        epochDuration.Record(duration.TotalSeconds, label);
    }

    /// <summary>Records the duration of a checkpoint.</summary>
    public void RecordCheckpoint(TimeSpan duration) => checkpointDuration.Record(duration.TotalSeconds);

    /// <summary>Counts a checkpoint that could not be written.</summary>
    public void RecordCheckpointFailure() => checkpointFailures.Add(1);

    /// <summary>Counts jobs that have ended.</summary>
    public void RecordJobsEnded(JobState state, EndReason reason, int jobs = 1) => ended.Add(
        jobs, new KeyValuePair<string, object?>("state", EnumNames.Format(state)),
        new KeyValuePair<string, object?>("reason", EnumNames.Format(reason)));
}
