using System.Diagnostics;
using LearnML.Training.Checkpoints;

namespace LearnML.Training.Fitting;

/// <summary>Writes the latest checkpoint of a run when it is due. One that cannot be written is told and tried again later: the run goes on.</summary>
/// <param name="latest">Where they go.</param>
/// <param name="interval">How often.</param>
/// <param name="learnedHash">What is learned from.</param>
/// <param name="control">May ask to give the run back.</param>
/// <param name="observer">Is told of each.</param>
internal sealed class Checkpointing(LatestCheckpoints latest, CheckpointInterval interval, string learnedHash, TrainingControl control, ITrainingObserver observer)
{
    /// <summary>The name of what is learned from in a state.</summary>
    internal const string Dataset = "dataset";

    private readonly Stopwatch sinceLast = Stopwatch.StartNew();
    private int epochsSinceLast;

    /// <summary>Whether what is trained now is to be trained anew by whoever goes on.</summary>
    public bool IsOff { get; set; }

    /// <summary>The newest state; null where there is none. Owners before this one write none any more.</summary>
    /// <exception cref="CheckpointException">It is of other rows.</exception>
    public TrainingState? Read()
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
        return state?.Value(Dataset, learnedHash) is { } learned && learned != learnedHash
            ? throw new CheckpointException("The dataset is not what it was when the training began: what was learned so far is of other rows or types. Post the spec again.")
            : state;
    }

    /// <summary>Call it where the state is whole: between two batches.</summary>
    /// <param name="carry">Gathers the state.</param>
    /// <exception cref="OperationCanceledException">The run was to be given back, and its checkpoint is written.</exception>
    public void BatchEnded(Action<TrainingState> carry)
    {
        if (control.GiveBackRequested)
        {
            Save(carry);
            throw new OperationCanceledException("The training was given back.");
        }

        if (sinceLast.Elapsed >= interval.Time)
        {
            Save(carry);
        }
    }

    /// <summary>Call it after the epoch was told.</summary>
    /// <param name="isLast">Whether the training is told to end here, so that a later one may go on.</param>
    /// <param name="carry">Gathers the state.</param>
    public void EpochEnded(bool isLast, Action<TrainingState> carry)
    {
        epochsSinceLast++;
        if (isLast || epochsSinceLast >= interval.Epochs)
        {
            Save(carry);
        }
    }

    private void Save(Action<TrainingState> carry)
    {
        if (IsOff)
        {
            return;
        }

        var start = Stopwatch.GetTimestamp();
        using var scope = TorchSharp.torch.NewDisposeScope();
        using var state = new TrainingState();
        state.Value(Dataset, learnedHash);
        carry(state);
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
            sinceLast.Restart(); // after the save, which may take longer than the interval
        }

        observer.CheckpointSaved(Stopwatch.GetElapsedTime(start));
    }
}
