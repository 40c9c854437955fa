using LearnML.Training.Checkpoints;

namespace LearnML.Training.Fitting;

/// <summary>Tracks the progress of a run through its epochs, its folds and the final network, and reports it to the observer.</summary>
/// <param name="observer">Receives the progress.</param>
/// <param name="checkpointing">Writes checkpoints so that the run can be resumed; null for no checkpoints.</param>
internal sealed class RunProgress(ITrainingObserver observer, Checkpointing? checkpointing = null)
{
    private readonly List<EpochScores> history = [];
    private readonly List<SplitResult> finished = [];
    private SplitTraining? current;
    private TrainingState? restored;
    private long samplesBefore;

    /// <summary>Measures the training time.</summary>
    public RunClock Clock { get; } = new();

    /// <summary>The scores of every epoch, in the order in which they were reported.</summary>
    public IReadOnlyList<EpochScores> History => history;

    /// <summary>The results of the completed folds.</summary>
    public IReadOnlyList<SplitResult> Finished => finished;

    /// <summary>The number of rows trained on so far.</summary>
    public long Samples { get; private set; }

    /// <summary>The expected number of rows that the whole run trains on.</summary>
    public long TotalSamples { get; private set; }

    /// <summary>Restores the latest checkpoint, if there is one, and reports all its epochs again.</summary>
    /// <param name="data">The training data.</param>
    /// <param name="splits">The folds; empty without cross-validation.</param>
    /// <exception cref="CheckpointException">The checkpoint belongs to other data.</exception>
    public void Restore(LearningData data, IReadOnlyList<Split> splits)
    {
        restored = checkpointing?.Read();
        if (restored is null)
        {
            return;
        }

        Carry(restored);
        finished.AddRange(Enumerable.Range(0, restored.Value("finished", 0))
            .Select(index => SplitResult.Restore(restored, index, splits, data, history)));
        observer.EpochEnded(history);
    }

    /// <summary>Returns the number of epochs that were reported when a state was saved, counting each fold's epochs.</summary>
    public static int ToldEpochs(TrainingState state) => state.Value<EpochScores[]>("history", []).Length;

    /// <summary>Sets how many more rows the run trains on, counted from the start of the networks that are trained next.</summary>
    public void Expect(long samples) => TotalSamples = samples + (restored is null ? Samples : samplesBefore);

    /// <summary>Starts training these networks. If a checkpoint was restored, they continue from it.</summary>
    public void Begin(SplitTraining training)
    {
        if (current is null)
        {
            observer.Began(training.Rows, training.Parameters);
        }

        current = training;
        if (restored is null)
        {
            samplesBefore = Samples;
            return;
        }

        training.Carry(restored, history);
        restored.Dispose();
        restored = null;
        observer.WentOn(training.Folds, training.Epoch);
    }

    /// <summary>Called when a batch of this many rows was trained.</summary>
    public void BatchEnded(long rows)
    {
        Samples += rows;
        observer.BatchEnded(Math.Min((double)Samples / TotalSamples, 1), Samples);
        checkpointing?.BatchEnded(Gather);
    }

    /// <summary>Called when an epoch was scored, with the scores of each fold trained in lockstep.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="isLast">Whether the training stops early after this epoch.</param>
    public void EpochEnded(IReadOnlyList<EpochScores> scores, bool isLast)
    {
        Tell(scores);
        checkpointing?.EpochEnded(isLast, Gather);
    }

    /// <summary>Reports an epoch without writing a checkpoint, for a training that diverged in it.</summary>
    public void Tell(IReadOnlyList<EpochScores> scores)
    {
        history.AddRange(scores);
        observer.EpochEnded(scores);
    }

    /// <summary>Adds the results of completed folds and reports them.</summary>
    public void Finish(IReadOnlyList<SplitResult> results)
    {
        finished.AddRange(results);
        foreach (var result in results)
        {
            observer.FoldEnded(result.Split.Fold!.Value, result.Epoch, result.Validation!.Loss);
        }
    }

    private void Gather(TrainingState state)
    {
        Carry(state);
        state.Value("finished", finished.Count);
        foreach (var (index, result) in finished.Index())
        {
            result.Gather(state, index);
        }

        current!.Carry(state, history);
    }

    private void Carry(TrainingState state)
    {
        Clock.Carry(state);
        Samples = state.Value("samples", Samples);
        samplesBefore = state.Value("samplesBefore", samplesBefore);
        var reported = state.Value("history", history);
        if (state.IsRestored)
        {
            history.AddRange(reported);
        }
    }
}
