using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Runs;

namespace LearnML.Training.Tests.Fitting;

/// <summary>Keeps what a run tells, and lets a test act on it.</summary>
internal sealed class RecordingObserver : ITrainingObserver
{
    public List<(double Progress, long Samples)> Batches { get; } = [];

    public List<EpochScores> Epochs { get; } = [];

    /// <summary>Is called after each batch with the number of batches so far.</summary>
    public Action<int> OnBatch { get; init; } = _ => { };

    /// <summary>Is called after each epoch.</summary>
    public Action<EpochScores> OnEpoch { get; init; } = _ => { };

    /// <summary>How it began: rows and parameters.</summary>
    public List<(long Rows, long Parameters)> Beginnings { get; } = [];

    /// <summary>Where it went on: folds and completed epochs.</summary>
    public List<(string Folds, int Epoch)> Returns { get; } = [];

    /// <summary>The folds that are done.</summary>
    public List<(int Fold, int Epoch, double Loss)> Folds { get; } = [];

    public void Started(long rows, long parameters) => Beginnings.Add((rows, parameters));

    public void Resumed(IReadOnlyList<int> folds, int epoch) => Returns.Add((string.Join(',', folds), epoch));

    public void FoldEnded(int fold, int epoch, double loss) => Folds.Add((fold, epoch, loss));

    public void BatchEnded(double progress, long samples)
    {
        Batches.Add((progress, samples));
        OnBatch(Batches.Count);
    }

    /// <summary>Latest checkpoints that were written.</summary>
    public int Checkpoints { get; private set; }

    /// <summary>Latest checkpoints that could not be written.</summary>
    public List<Exception> Failures { get; } = [];

    /// <summary>Latest checkpoints that were damaged.</summary>
    public List<string> Damaged { get; } = [];

    public void CheckpointSaved(TimeSpan took) => Checkpoints++;

    public void CheckpointFailed(Exception exception) => Failures.Add(exception);

    public void CheckpointDamaged(string file) => Damaged.Add(file);

    public void EpochEnded(IReadOnlyList<EpochScores> scores)
    {
        Epochs.AddRange(scores);
        if (scores.Count > 0)
        {
            OnEpoch(scores[^1]);
        }
    }
}
