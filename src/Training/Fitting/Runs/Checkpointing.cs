using System.Diagnostics;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.State;

namespace LearnML.Training.Fitting.Runs;

/// <summary>
/// Writes the latest checkpoint of a run when it is due. If a checkpoint cannot be written, the observer is notified, the run continues, and
/// the next checkpoint is tried when it is due.
/// </summary>
/// <param name="latest">The files of the latest checkpoints.</param>
/// <param name="interval">How often a checkpoint is written.</param>
/// <param name="spec">The spec of the run. It is part of each checkpoint, so that a checkpoint describes itself.</param>
/// <param name="datasetHash">The hash of the training data, <see cref="Datasets.Dataset.TrainingDataHash"/>.</param>
/// <param name="isAfterCrash">Whether the process before crashed without a new checkpoint. The next epoch then ends with one.</param>
/// <param name="control">Can request that the run is released.</param>
/// <param name="observer">Receives an event for each checkpoint.</param>
internal sealed class Checkpointing(
    LatestCheckpoints latest,
    CheckpointInterval interval,
    JobSpec spec,
    string datasetHash,
    bool isAfterCrash,
    TrainingControl control,
    ITrainingObserver observer)
{
    // After a crash the interval starts here and doubles with each checkpoint, up to the usual one.
    private static readonly TimeSpan FirstIntervalAfterCrash = TimeSpan.FromSeconds(1);

    private readonly Stopwatch sinceLast = Stopwatch.StartNew();
    private TimeSpan currentInterval = interval.Time;
    private bool isDueAfterEpoch = isAfterCrash;
    private int epochsSinceLast;

    /// <summary>Whether no checkpoints are written. Set for a network that is trained again if the run is resumed.</summary>
    public bool IsDisabled { get; set; }

    /// <summary>
    /// Reads the latest state; null if there is none. From now on, earlier owners of the run can no longer write checkpoints.
    /// </summary>
    /// <exception cref="CheckpointException">The state belongs to other data.</exception>
    public TrainingState? ReadLatest()
    {
        try
        {
            latest.Claim();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            observer.CheckpointFailed(exception);
        }

        var state = latest.Read(observer.CheckpointDamaged);
        return state?.SaveOrRestoreValue(ResumePoint.TrainingDataKey, datasetHash) is { } trainedHash && trainedHash != datasetHash
            ? throw new CheckpointException(
                "The dataset has changed since the training began: its rows or column types are different. Post the spec again.")
            : state;
    }

    /// <summary>Writes a checkpoint if one is due. Call it between two batches, where the state is complete.</summary>
    /// <param name="save">Saves the run to a state.</param>
    /// <exception cref="OperationCanceledException">A release of the run was requested; its checkpoint was tried first.</exception>
    public void BatchEnded(Action<TrainingState> save)
    {
        if (control.IsReleaseRequested)
        {
            Save(save);
            throw new OperationCanceledException("The training was released: another process, or this one, can resume it.");
        }

        if (sinceLast.Elapsed >= currentInterval)
        {
            Save(save);
        }
    }

    /// <summary>Writes a checkpoint if one is due. Call it after the epoch was reported.</summary>
    /// <param name="isLast">Whether the training stops early after this epoch. A checkpoint is then always due, so that it can be resumed.</param>
    /// <param name="save">Saves the run to a state.</param>
    public void EpochEnded(bool isLast, Action<TrainingState> save)
    {
        epochsSinceLast++;
        if (isLast || isDueAfterEpoch || epochsSinceLast >= interval.Epochs)
        {
            Save(save);
        }
    }

    private void Save(Action<TrainingState> save)
    {
        if (IsDisabled)
        {
            return;
        }

        var start = Stopwatch.GetTimestamp();
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var state = new TrainingState();
        state.SaveOrRestoreValue(ResumePoint.TrainingDataKey, datasetHash);
        state.SaveOrRestoreValue(LatestCheckpoints.SpecKey, spec);
        save(state);
        epochsSinceLast = 0;
        try
        {
            latest.Save(state);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            observer.CheckpointFailed(exception);
            return;
        }
        finally
        {
            sinceLast.Restart(); // restarted after the save, because a save can take longer than the interval
        }

        currentInterval = TimeSpan.FromTicks(
            Math.Min(interval.Time.Ticks, isDueAfterEpoch ? FirstIntervalAfterCrash.Ticks : 2 * currentInterval.Ticks));
        isDueAfterEpoch = false;
        observer.CheckpointSaved(Stopwatch.GetElapsedTime(start));
    }
}
