using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Runs;

namespace LearnML.Benchmarks.Training;

/// <summary>An observer that ignores all events.</summary>
internal sealed class NullObserver : ITrainingObserver
{
    public void Started(long rows, long parameters)
    {
    }

    public void Resumed(IReadOnlyList<int> folds, int epoch)
    {
    }

    public void FoldEnded(int fold, int epoch, double loss)
    {
    }

    public void TrialEnded(int trial, TrialState state, int? epoch, Metrics? validation)
    {
    }

    public void TrialsEnded(int ended, int trials, int? best, double? score)
    {
    }

    public void BatchEnded(double progress, long samples)
    {
    }

    public void EpochEnded(IReadOnlyList<EpochScores> scores)
    {
    }

    public void CheckpointSaved(TimeSpan took)
    {
    }

    public void CheckpointFailed(Exception exception)
    {
    }

    public void CheckpointDamaged(string file)
    {
    }
}
