using LearnML.Training.Checkpoints;

namespace LearnML.Training.Fitting;

/// <summary>How far a run has come: through its epochs, and through the folds of a cross-validation to the final network.</summary>
/// <param name="observer">Is told of it.</param>
/// <param name="checkpointing">Writes it down so that another process can go on; null where none will.</param>
internal sealed class RunProgress(ITrainingObserver observer, Checkpointing? checkpointing = null)
{
    private readonly List<EpochScores> history = [];
    private readonly List<SplitResult> finished = [];
    private SplitTraining? current;
    private TrainingState? restored;
    private long samplesBefore;

    /// <summary>How long it has been trained.</summary>
    public RunClock Clock { get; } = new();

    /// <summary>Every epoch, in the order in which they were told.</summary>
    public IReadOnlyList<EpochScores> History => history;

    /// <summary>What the folds that are done came to.</summary>
    public IReadOnlyList<SplitResult> Finished => finished;

    /// <summary>Rows trained on.</summary>
    public long Samples { get; private set; }

    /// <summary>The rows that the whole run trains on.</summary>
    public long TotalSamples { get; private set; }

    /// <summary>Goes back to the latest checkpoint, if there is one, and tells all its epochs again.</summary>
    /// <param name="data">What is learned from.</param>
    /// <param name="splits">The folds.</param>
    /// <exception cref="CheckpointException">The checkpoint is of other rows.</exception>
    public void Restore(LearningData data, IReadOnlyList<Split> splits)
    {
        restored = checkpointing?.Read();
        if (restored is null)
        {
            return;
        }

        Carry(restored);
        finished.AddRange(Enumerable.Range(0, restored.Value("finished", 0)).Select(index => SplitResult.Restore(restored, index, splits, data, history)));
        observer.EpochEnded(history);
    }

    /// <summary>How many epochs, of each fold, had been told in a state.</summary>
    public static int ToldEpochs(TrainingState state) => state.Value<EpochScores[]>("history", []).Length;

    /// <summary>Says how many rows are still to be trained on, from the networks that are trained next.</summary>
    public void Expect(long samples) => TotalSamples = samples + (restored is null ? Samples : samplesBefore);

    /// <summary>The networks that are trained now; goes on with them where the latest checkpoint left them.</summary>
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

    /// <summary>A batch of that many rows was trained on.</summary>
    public void BatchEnded(long rows)
    {
        Samples += rows;
        observer.BatchEnded(Math.Min((double)Samples / TotalSamples, 1), Samples);
        checkpointing?.BatchEnded(Gather);
    }

    /// <summary>An epoch was scored, of each fold that is trained in lockstep.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="isLast">Whether the training is told to end here.</param>
    public void EpochEnded(IReadOnlyList<EpochScores> scores, bool isLast)
    {
        Tell(scores);
        checkpointing?.EpochEnded(isLast, Gather);
    }

    /// <summary>An epoch was scored, and there is no going on from it.</summary>
    public void Tell(IReadOnlyList<EpochScores> scores)
    {
        history.AddRange(scores);
        observer.EpochEnded(scores);
    }

    /// <summary>Folds are done.</summary>
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
        var told = state.Value("history", history);
        if (state.IsRestored)
        {
            history.AddRange(told);
        }
    }
}
