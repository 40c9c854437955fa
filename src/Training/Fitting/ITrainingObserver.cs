namespace LearnML.Training.Fitting;

/// <summary>Is told, on the training thread, how a training goes; what it does is time that the training waits.</summary>
public interface ITrainingObserver
{
    /// <summary>A batch was trained on.</summary>
    /// <param name="progress">The share of the whole training that is done, 0 to 1.</param>
    /// <param name="samples">Rows trained on since the start.</param>
    void BatchEnded(double progress, long samples);

    /// <summary>An epoch was trained and scored, of each fold that is trained in lockstep.</summary>
    void EpochEnded(IReadOnlyList<EpochScores> scores);
}
