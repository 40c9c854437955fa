using System.Diagnostics;
using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Runs;

namespace LearnML.Api.Jobs.Running;

/// <summary>Records metrics and trace spans of a training, and passes every event on to another observer.</summary>
/// <param name="inner">The observer that receives every event.</param>
/// <param name="meter">Records the metrics.</param>
/// <param name="traces">Creates the spans.</param>
/// <param name="jobSpan">The job's span; null if traces are not recorded.</param>
/// <param name="device">The training device.</param>
/// <param name="time">The clock.</param>
internal sealed class TelemetryTrainingObserver(
    ITrainingObserver inner, TrainingMeter meter, TrainingTraces traces, Activity? jobSpan, string device, TimeProvider time)
    : ITrainingObserver, IDisposable
{
    private readonly SpanSampler epochs = new();
    private readonly SpanSampler checkpoints = new();
    private bool hasBegun;
    private long epochStartedAt;
    private long spanStartedAt;
    private EpochScores? last;

    public void Started(long rows, long parameters)
    {
        hasBegun = true;
        epochStartedAt = spanStartedAt = time.GetTimestamp();
        inner.Started(rows, parameters);
    }

    public void Resumed(IReadOnlyList<int> folds, int epoch) => inner.Resumed(folds, epoch);

    public void BatchEnded(double progress, long samples) => inner.BatchEnded(progress, samples);

    public void EpochEnded(IReadOnlyList<EpochScores> scores)
    {
        // Epochs that are reported before the start come from the checkpoint. Another process may have trained them.
        if (hasBegun && scores.Count > 0)
        {
            meter.RecordEpoch(device, scores.Count, time.GetElapsedTime(epochStartedAt));
            epochStartedAt = time.GetTimestamp();
            last = scores[^1];
            if (epochs.ShouldSample())
            {
                AddEpochSpan();
            }
        }

        inner.EpochEnded(scores);
    }

    public void FoldEnded(int fold, int epoch, double loss)
    {
        AddEpochSpan();
        epochStartedAt = spanStartedAt = time.GetTimestamp();
        inner.FoldEnded(fold, epoch, loss);
    }

    public void TrialEnded(int trial, TrialState state, int? epoch, Metrics? validation) => inner.TrialEnded(trial, state, epoch, validation);

    public void TrialsEnded(int ended, int trials, int? best, double? score) => inner.TrialsEnded(ended, trials, best, score);

    public void CheckpointSaved(TimeSpan took)
    {
        meter.RecordCheckpoint(took);
        if (checkpoints.ShouldSample())
        {
            checkpoints.MarkSampled();
            traces.AddSpan(jobSpan, "checkpoint", time.GetUtcNow() - took, took);
        }

        inner.CheckpointSaved(took);
    }

    public void CheckpointFailed(Exception exception)
    {
        meter.RecordCheckpointFailure();
        jobSpan?.AddEvent(new ActivityEvent("checkpoint failed"));
        inner.CheckpointFailed(exception);
    }

    public void CheckpointDamaged(string file)
    {
        jobSpan?.AddEvent(new ActivityEvent("checkpoint damaged"));
        inner.CheckpointDamaged(file);
    }

    /// <summary>Adds a span for the epochs that have none yet.</summary>
    public void Dispose() => AddEpochSpan();

    /// <summary>Adds a span for the epochs since the last span: one epoch, or several in a long run.</summary>
    private void AddEpochSpan()
    {
        if (epochs.Pending > 0)
        {
            traces.AddSpan(
                jobSpan,
                "epoch",
                time.GetUtcNow() - time.GetElapsedTime(spanStartedAt),
                time.GetElapsedTime(spanStartedAt, epochStartedAt),
                [
                    new("learnml.epoch", last!.Epoch),
                    new("learnml.epochs", epochs.Pending),
                    new("learnml.fold", last.Fold),
                    new("learnml.loss", last.Train.Loss),
                ]);
            epochs.MarkSampled();
        }

        spanStartedAt = epochStartedAt;
    }
}
