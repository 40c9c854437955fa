namespace LearnML.Training.Fitting;

/// <summary>Is told, on the training thread, how a training goes; what it does is time that the training waits.</summary>
public interface ITrainingObserver
{
    /// <summary>A batch was trained on.</summary>
    /// <param name="progress">The share of the whole training that is done, 0 to 1.</param>
    /// <param name="samples">Rows trained on since the start.</param>
    void BatchEnded(double progress, long samples);

    /// <summary>
    /// An epoch was trained and scored, of each fold that is trained in lockstep. A run that goes on from its latest checkpoint
    /// first tells all epochs up to there again.
    /// </summary>
    void EpochEnded(IReadOnlyList<EpochScores> scores);

    /// <summary>The latest checkpoint was written.</summary>
    void CheckpointSaved();

    /// <summary>The latest checkpoint could not be written; the run goes on without.</summary>
    void CheckpointFailed(Exception exception);

    /// <summary>A latest checkpoint is not as it was written, and the one before it is used.</summary>
    void CheckpointDamaged(string file);
}
