using LearnML.Training.Fitting;

namespace LearnML.Benchmarks;

/// <summary>Nobody listens; the seconds at which epochs ended are kept.</summary>
internal sealed class Unheard : ITrainingObserver
{
    public List<double> Seconds { get; } = [];

    public void BatchEnded(double progress, long samples)
    {
    }

    public void EpochEnded(IReadOnlyList<EpochScores> scores) => Seconds.AddRange(scores.Select(each => each.ElapsedSeconds));

    public void CheckpointSaved()
    {
    }

    public void CheckpointFailed(Exception exception)
    {
    }

    public void CheckpointDamaged(string file)
    {
    }
}
