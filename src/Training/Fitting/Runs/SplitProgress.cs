using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Schedules;

namespace LearnML.Training.Fitting.Runs;

/// <summary>Tracks the epochs of one split: early stopping, plateaus, and the value that selects the best epoch.</summary>
internal sealed class SplitProgress
{
    private readonly JobSpec spec;
    private readonly KeptEpoch keep;
    private readonly List<EpochScores> history = [];
    private readonly EarlyStopping? stopping;
    private readonly ReduceOnPlateau? plateau;

    /// <param name="spec">The spec of the job.</param>
    /// <param name="keep">The epoch to keep: the best or the last.</param>
    /// <param name="restoredHistory">The epochs that a restored checkpoint contains; empty without one.</param>
    public SplitProgress(JobSpec spec, KeptEpoch keep, IEnumerable<EpochScores> restoredHistory)
    {
        (this.spec, this.keep) = (spec, keep);
        stopping = spec.Training.EarlyStopping is { } early ? new EarlyStopping(early) : null;
        plateau = new LearningRateSchedule(spec.Optimizer, spec.Training.Epochs).CreateReduceOnPlateau();
        foreach (var scores in restoredHistory)
        {
            Add(scores);
        }
    }

    /// <summary>The scores of the epochs so far.</summary>
    public IReadOnlyList<EpochScores> History => history;

    /// <summary>Whether early stopping has ended the training of the split.</summary>
    public bool HasStoppedEarly { get; private set; }

    /// <summary>The factor from the plateaus so far that multiplies the learning rate.</summary>
    public double PlateauFactor => plateau?.Multiplier ?? 1;

    /// <summary>The value of the last epoch that the best epoch minimizes; null if the last epoch is kept, or without validation rows.</summary>
    public double? SelectionValue => keep == KeptEpoch.Best && history[^1].Validation is { } validation
        ? EarlyStopping.ValueToMinimize(spec.Training.EarlyStopping?.Metric ?? StoppingMetric.Loss, validation)
        : null;

    /// <summary>
    /// Adds an epoch. The final network of a cross-validation has no validation rows. It is never stopped early, and its plateaus use the
    /// training loss.
    /// </summary>
    public void Add(EpochScores scores)
    {
        history.Add(scores);
        if (scores.Epoch > spec.Optimizer.Schedule.WarmUpEpochs)
        {
            plateau?.Add(scores.Validation?.Loss ?? scores.Train.Loss);
        }

        HasStoppedEarly = scores.Validation is { } validation && stopping?.ShouldStop(validation) == true;
    }
}
