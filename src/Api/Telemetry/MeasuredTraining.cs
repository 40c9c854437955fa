using System.Diagnostics;
using LearnML.Training.Fitting;

namespace LearnML.Api.Telemetry;

/// <summary>Records metrics and trace spans of a training, and passes every event on to another observer.</summary>
/// <param name="told">The observer that receives every event.</param>
/// <param name="meter">Records the metrics.</param>
/// <param name="traces">Creates the spans.</param>
/// <param name="job">The job's span; null if traces are not recorded.</param>
/// <param name="device">The training device.</param>
/// <param name="time">The clock.</param>
internal sealed class MeasuredTraining(
    ITrainingObserver told, TrainingMeter meter, TrainingTraces traces, Activity? job, string device, TimeProvider time)
    : ITrainingObserver, IDisposable
{
    private readonly Thinning epochs = new();
    private readonly Thinning checkpoints = new();
    private bool hasBegun;
    private long sinceEpoch;
    private long sinceSpan;
    private EpochScores? last;

    public void Began(long rows, long parameters)
    {
        hasBegun = true;
        sinceEpoch = sinceSpan = time.GetTimestamp();
        told.Began(rows, parameters);
    }

    public void WentOn(IReadOnlyList<int> folds, int epoch) => told.WentOn(folds, epoch);

    public void BatchEnded(double progress, long samples) => told.BatchEnded(progress, samples);

    public void EpochEnded(IReadOnlyList<EpochScores> scores)
    {
        // Epochs that are reported before the start come from the checkpoint. Another process may have trained them.
        if (hasBegun && scores.Count > 0)
        {
            meter.EpochEnded(device, scores.Count, time.GetElapsedTime(sinceEpoch));
            sinceEpoch = time.GetTimestamp();
            last = scores[^1];
            if (epochs.Next())
            {
                TraceEpochs();
            }
        }

        told.EpochEnded(scores);
    }

    public void FoldEnded(int fold, int epoch, double loss)
    {
        TraceEpochs();
        sinceEpoch = sinceSpan = time.GetTimestamp();
        told.FoldEnded(fold, epoch, loss);
    }

    public void CheckpointSaved(TimeSpan took)
    {
        meter.CheckpointSaved(took);
        if (checkpoints.Next())
        {
            checkpoints.Told();
            traces.Add(job, "checkpoint", time.GetUtcNow() - took, took);
        }

        told.CheckpointSaved(took);
    }

    public void CheckpointFailed(Exception exception)
    {
        meter.CheckpointFailed();
        job?.AddEvent(new ActivityEvent("checkpoint failed"));
        told.CheckpointFailed(exception);
    }

    public void CheckpointDamaged(string file)
    {
        job?.AddEvent(new ActivityEvent("checkpoint damaged"));
        told.CheckpointDamaged(file);
    }

    /// <summary>Adds a span for the epochs that have none yet.</summary>
    public void Dispose() => TraceEpochs();

    /// <summary>Adds a span for the epochs since the last span: one epoch, or several in a long run.</summary>
    private void TraceEpochs()
    {
        if (epochs.Untold > 0)
        {
            traces.Add(
                job,
                "epoch",
                time.GetUtcNow() - time.GetElapsedTime(sinceSpan),
                time.GetElapsedTime(sinceSpan, sinceEpoch),
                [
                    new("learnml.epoch", last!.Epoch),
                    new("learnml.epochs", epochs.Untold),
                    new("learnml.fold", last.Fold),
                    new("learnml.loss", last.Train.Loss),
                ]);
            epochs.Told();
        }

        sinceSpan = sinceEpoch;
    }
}
