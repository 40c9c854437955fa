namespace LearnML.Training.Fitting;

/// <summary>Is told, on the training thread, how a training goes; what it does is time that the training waits.</summary>
public interface ITrainingObserver
{
    /// <summary>The first networks are there, and are trained from here on.</summary>
    /// <param name="rows">Rows of the training part, those that are held out for validation included.</param>
    /// <param name="parameters">Numbers of what becomes a model, all networks of an ensemble together; of folds whose networks differ in width, of the widest.</param>
    void Began(long rows, long parameters);

    /// <summary>The run goes on from its latest checkpoint.</summary>
    /// <param name="folds">The folds that are under way; empty outside of a cross-validation and for its final network.</param>
    /// <param name="epoch">The epochs that were completed, of each of them.</param>
    void WentOn(IReadOnlyList<int> folds, int epoch);

    /// <summary>A batch was trained on.</summary>
    /// <param name="progress">The share of the whole training that is done, 0 to 1.</param>
    /// <param name="samples">Rows trained on since the start.</param>
    void BatchEnded(double progress, long samples);

    /// <summary>
    /// An epoch was trained and scored, of each fold that is trained in lockstep. A run that goes on from its latest checkpoint
    /// first tells all epochs up to there again.
    /// </summary>
    void EpochEnded(IReadOnlyList<EpochScores> scores);

    /// <summary>A fold of a cross-validation is done.</summary>
    /// <param name="fold">The fold, from 1.</param>
    /// <param name="epoch">The epoch that was kept.</param>
    /// <param name="loss">Its validation loss.</param>
    void FoldEnded(int fold, int epoch, double loss);

    /// <summary>The latest checkpoint was written.</summary>
    /// <param name="took">How long the training waited for it.</param>
    void CheckpointSaved(TimeSpan took);

    /// <summary>The latest checkpoint could not be written; the run goes on without.</summary>
    void CheckpointFailed(Exception exception);

    /// <summary>A latest checkpoint is not as it was written, and the one before it is used.</summary>
    void CheckpointDamaged(string file);
}
