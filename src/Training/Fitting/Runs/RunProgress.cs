using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Searches;
using LearnML.Training.Fitting.Splitting;
using LearnML.Training.State;

namespace LearnML.Training.Fitting.Runs;

/// <summary>Tracks the progress of a run through its epochs, its folds and the final network, and reports it to the observer.</summary>
/// <param name="observer">Receives the progress.</param>
/// <param name="checkpointing">Writes checkpoints so that the run can be resumed; null for no checkpoints.</param>
internal sealed class RunProgress(ITrainingObserver observer, Checkpointing? checkpointing = null)
{
    private const string SplitsKey = "splits";

    private readonly List<EpochScores> history = [];
    private readonly List<SplitResult> finishedFolds = [];
    private SplitTrainer? current;
    private TrainingState? restored;
    private string splitHash = "";
    private long samplesBefore;

    /// <summary>The number of folds of each trial of a search, whose scores are reported as their means; null without them.</summary>
    public int? FoldsOfTrials { get; init; }

    /// <summary>The number of epochs that were reported to the observer. The folds of a trial count as one.</summary>
    public long ReportedEpochs { get; private set; }

    /// <summary>Measures the training time.</summary>
    public TrainingClock Clock { get; } = new();

    /// <summary>The scores of every epoch, in the order in which they were reported.</summary>
    public IReadOnlyList<EpochScores> History => history;

    /// <summary>The results of the completed folds.</summary>
    public IReadOnlyList<SplitResult> FinishedFolds => finishedFolds;

    /// <summary>The trials of a search that have ended.</summary>
    public SearchProgress Search { get; } = new();

    /// <summary>Whether the networks that are trained next continue from a checkpoint.</summary>
    public bool IsResuming => restored is not null;

    /// <summary>The number of rows trained on so far.</summary>
    public long TrainedSamples { get; private set; }

    /// <summary>The expected number of rows that the whole run trains on.</summary>
    public long TotalSamples { get; private set; }

    /// <summary>Restores the latest checkpoint, if there is one, and reports all its epochs again.</summary>
    /// <param name="data">The training data.</param>
    /// <param name="splits">The folds; without cross-validation the only split.</param>
    /// <exception cref="CheckpointException">The checkpoint belongs to other data or to other splits of it.</exception>
    public void Restore(TrainingData data, IReadOnlyList<Split> splits)
    {
        splitHash = SplitHash.Compute(splits);
        restored = checkpointing?.ReadLatest();
        if (restored is null)
        {
            return;
        }

        EnsureSameSplits(restored, data);
        SaveOrRestore(restored);
        finishedFolds.AddRange(Enumerable.Range(0, restored.SaveOrRestoreValue(ResumePoint.FinishedFoldsKey, 0))
            .Select(index => SplitResult.Restore(restored, index, splits, data, history)));
        Report(history);
        foreach (var trial in Search.Trials.Where(trial => trial.State != TrialState.Running))
        {
            ReportTrial(trial.Number, trial.State, trial.Epoch, trial.FindValidation(history));
        }
    }

    /// <summary>Sets how many more rows the run trains on, counted from the start of the networks that are trained next.</summary>
    public void ExpectSamples(long samples) => TotalSamples = samples + (restored is null ? TrainedSamples : samplesBefore);

    /// <summary>Starts training these networks. If a checkpoint was restored, they continue from it.</summary>
    public void StartTraining(SplitTrainer training)
    {
        if (current is null)
        {
            observer.Started(training.TotalRows, training.ParametersPerSplit);
        }

        current = training;
        if (restored is null)
        {
            samplesBefore = TrainedSamples;
            return;
        }

        training.SaveOrRestore(restored, history);
        restored.Dispose();
        restored = null;
        observer.Resumed(training.Folds, training.CompletedEpochs);
    }

    /// <summary>Called when a batch of this many rows was trained.</summary>
    public void BatchEnded(long rows)
    {
        TrainedSamples += rows;
        observer.BatchEnded(Math.Min((double)TrainedSamples / TotalSamples, 1), TrainedSamples);
        checkpointing?.BatchEnded(Save);
    }

    /// <summary>Writes a checkpoint if one is due after an epoch that was reported.</summary>
    /// <param name="isLast">Whether the training stops early after this epoch.</param>
    public void EpochEnded(bool isLast) => checkpointing?.EpochEnded(isLast, Save);

    /// <summary>Reports an epoch, with the scores of each fold trained in lockstep.</summary>
    public void ReportEpoch(IReadOnlyList<EpochScores> scores)
    {
        history.AddRange(scores);
        Report(scores);
    }

    /// <summary>Adds the results of completed folds and reports them.</summary>
    public void FinishFolds(IReadOnlyList<SplitResult> results)
    {
        finishedFolds.AddRange(results);
        foreach (var result in results)
        {
            observer.FoldEnded(result.Split.Fold!.Value, result.Epoch, result.ValidationPredictions!.Loss);
        }
    }

    /// <summary>Reports that a trial has ended.</summary>
    /// <param name="trial">The number of the trial.</param>
    /// <param name="state">Finished, dropped or diverged.</param>
    /// <param name="epoch">The epoch that it keeps; null without one.</param>
    /// <param name="validation">The validation metrics of that epoch.</param>
    public void ReportTrial(int trial, TrialState state, int? epoch, Metrics? validation) =>
        observer.TrialEnded(trial, state, epoch, epoch is null ? null : validation);

    /// <summary>Reports that the trials of a stack have ended.</summary>
    /// <param name="trials">The number of trials of the search.</param>
    public void ReportTrials(int trials)
    {
        var best = Search.Best is [var first, ..] ? first : null;
        observer.TrialsEnded(Search.EndedTrials, trials, best?.Number, best?.Score);
    }

    private void Report(IReadOnlyList<EpochScores> scores)
    {
        IReadOnlyList<EpochScores> reported = FoldsOfTrials is { } folds ? [.. FoldMeans.Average(scores, folds)] : scores;
        ReportedEpochs += reported.Count;
        observer.EpochEnded(reported);
    }

    /// <summary>
    /// Ensures that the run resumes with the rows that it began with. A state of an earlier version does not tell them. They are the same unless
    /// the table has equal rows, which were not kept together then.
    /// </summary>
    private void EnsureSameSplits(TrainingState state, TrainingData data)
    {
        var areSame = state.HasValue(SplitsKey)
            ? state.SaveOrRestoreValue(SplitsKey, splitHash) == splitHash
            : data.EqualRows.Distinct().Count() == data.EqualRows.Length;
        if (!areSame)
        {
            throw new CheckpointException(
                "The training began with an earlier version, which divided the rows into training and validation rows in another way. " +
                "Post the spec again.");
        }
    }

    private void Save(TrainingState state)
    {
        SaveOrRestore(state);
        state.SaveOrRestoreValue(SplitsKey, splitHash);
        state.SaveOrRestoreValue(ResumePoint.ReportedKey, ReportedEpochs);
        state.SaveOrRestoreValue(ResumePoint.FinishedFoldsKey, finishedFolds.Count);
        foreach (var (index, result) in finishedFolds.Index())
        {
            result.Save(state, index);
        }

        current!.SaveOrRestore(state, history);
    }

    private void SaveOrRestore(TrainingState state)
    {
        Clock.SaveOrRestore(state);
        TrainedSamples = state.SaveOrRestoreValue("samples", TrainedSamples);
        samplesBefore = state.SaveOrRestoreValue("samplesBefore", samplesBefore);
        Search.SaveOrRestore(state);
        var reported = state.SaveOrRestoreValue(ResumePoint.HistoryKey, history);
        if (state.IsRestoring)
        {
            history.AddRange(reported);
        }
    }
}
