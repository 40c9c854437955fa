using LearnML.Contracts;
using LearnML.Training.Evaluation;

namespace LearnML.Training.Fitting.Runs;

/// <summary>Receives the events of a training. All methods run on the training thread, so the training waits until they return.</summary>
public interface ITrainingObserver
{
    /// <summary>The networks are built and the training starts. Called once, even if there are folds.</summary>
    /// <param name="rows">The number of rows in the training part, including the rows held out for validation.</param>
    /// <param name="parameters">
    /// The number of parameters of the model: all networks of an ensemble together. If the folds have different input widths, the widest
    /// fold counts.
    /// </param>
    void Started(long rows, long parameters);

    /// <summary>The run resumed from its latest checkpoint.</summary>
    /// <param name="folds">The folds being trained; empty without cross-validation and for the final network.</param>
    /// <param name="epoch">The number of completed epochs of each fold.</param>
    void Resumed(IReadOnlyList<int> folds, int epoch);

    /// <summary>A batch was trained.</summary>
    /// <param name="progress">The completed share of the whole training, 0 to 1.</param>
    /// <param name="samples">The number of rows trained on since the start.</param>
    void BatchEnded(double progress, long samples);

    /// <summary>
    /// An epoch was trained and scored. There is one entry for each fold trained in lockstep. A run that resumes from its latest
    /// checkpoint first reports all epochs up to that checkpoint again.
    /// </summary>
    void EpochEnded(IReadOnlyList<EpochScores> scores);

    /// <summary>A fold of a cross-validation is complete.</summary>
    /// <param name="fold">The number of the fold, from 1.</param>
    /// <param name="epoch">The epoch that was kept.</param>
    /// <param name="loss">The validation loss of that epoch.</param>
    void FoldEnded(int fold, int epoch, double loss);

    /// <summary>
    /// A trial of a search has ended: its training stopped early or diverged, its stack is complete, or halving dropped it. It can be told more than
    /// once, also after the run resumed. The epochs of the trial were reported before.
    /// </summary>
    /// <param name="trial">The number of the trial, from 1.</param>
    /// <param name="state">Finished, dropped or diverged.</param>
    /// <param name="epoch">The epoch that it keeps; null without one.</param>
    /// <param name="validation">The validation metrics of that epoch; null without one.</param>
    void TrialEnded(int trial, TrialState state, int? epoch, Metrics? validation);

    /// <summary>Trials of a search have ended.</summary>
    /// <param name="ended">The number of trials that have ended so far.</param>
    /// <param name="trials">The number of trials of the search.</param>
    /// <param name="best">The number of the best trial so far; null if all diverged.</param>
    /// <param name="score">Its score.</param>
    void TrialsEnded(int ended, int trials, int? best, double? score);

    /// <summary>The latest checkpoint was written.</summary>
    /// <param name="took">How long the training waited for the save.</param>
    void CheckpointSaved(TimeSpan took);

    /// <summary>The latest checkpoint could not be written. The run continues and tries again later.</summary>
    void CheckpointFailed(Exception exception);

    /// <summary>A latest checkpoint file is damaged. The one before it is used.</summary>
    void CheckpointDamaged(string file);
}
