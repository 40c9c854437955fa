using LearnML.Training.Fitting;

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

    public void BatchEnded(double progress, long samples)
    {
        Batches.Add((progress, samples));
        OnBatch(Batches.Count);
    }

    public void EpochEnded(IReadOnlyList<EpochScores> scores)
    {
        Epochs.AddRange(scores);
        OnEpoch(scores[^1]);
    }
}
