using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Runs;

namespace LearnML.Training.Tests.Support;

/// <summary>Records the events of a run, and calls back into a test.</summary>
internal sealed class RecordingObserver : ITrainingObserver
{
    public List<(double Progress, long Samples)> Batches { get; } = [];

    public List<EpochScores> Epochs { get; } = [];

    /// <summary>Called after each batch with the number of batches so far.</summary>
    public Action<int> OnBatch { get; init; } = _ => { };

    /// <summary>Called after each epoch.</summary>
    public Action<EpochScores> OnEpoch { get; init; } = _ => { };

    /// <summary>The starts of runs: rows and parameters.</summary>
    public List<(long Rows, long Parameters)> Starts { get; } = [];

    /// <summary>The resumes of runs: folds and completed epochs.</summary>
    public List<(string Folds, int Epoch)> Resumes { get; } = [];

    /// <summary>The folds that have ended.</summary>
    public List<(int Fold, int Epoch, double Loss)> EndedFolds { get; } = [];

    public List<(int Ended, int Trials, int? Best, double? Score)> EndedTrials { get; } = [];

    public List<(int Trial, int? Epoch, double? Loss)> TrialEnds { get; } = [];

    public void Started(long rows, long parameters) => Starts.Add((rows, parameters));

    public void Resumed(IReadOnlyList<int> folds, int epoch) => Resumes.Add((string.Join(',', folds), epoch));

    public void FoldEnded(int fold, int epoch, double loss) => EndedFolds.Add((fold, epoch, loss));

    public void TrialEnded(int trial, TrialState state, int? epoch, Metrics? validation) => TrialEnds.Add((trial, epoch, validation?.Loss));

    public void TrialsEnded(int ended, int trials, int? best, double? score) => EndedTrials.Add((ended, trials, best, score));

    public void BatchEnded(double progress, long samples)
    {
        Batches.Add((progress, samples));
        OnBatch(Batches.Count);
    }

    /// <summary>The number of latest checkpoints that were saved.</summary>
    public int SavedCheckpoints { get; private set; }

    /// <summary>The errors of latest checkpoints that could not be saved.</summary>
    public List<Exception> CheckpointFailures { get; } = [];

    /// <summary>The files of damaged latest checkpoints.</summary>
    public List<string> DamagedCheckpoints { get; } = [];

    public void CheckpointSaved(TimeSpan took) => SavedCheckpoints++;

    public void CheckpointFailed(Exception exception) => CheckpointFailures.Add(exception);

    public void CheckpointDamaged(string file) => DamagedCheckpoints.Add(file);

    public void EpochEnded(IReadOnlyList<EpochScores> scores)
    {
        Epochs.AddRange(scores);
        if (scores.Count > 0)
        {
            OnEpoch(scores[^1]);
        }
    }
}
