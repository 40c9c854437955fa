using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Schedules;

namespace LearnML.Training.Fitting.Runs;

/// <summary>Tracks the epochs of one split: their scores, and the plateaus that lower the learning rate.</summary>
/// <param name="spec">The spec of the job, or of the trial.</param>
/// <param name="trial">The number of the trial; null without a search.</param>
internal sealed class SplitProgress(JobSpec spec, int? trial = null)
{
    private readonly List<EpochScores> history = [];
    private readonly ReduceOnPlateau? plateau = new LearningRateSchedule(spec.Optimizer, spec.Training.Epochs).CreateReduceOnPlateau();

    /// <summary>The learning rates.</summary>
    public LearningRateSchedule Schedule { get; } = new(spec.Optimizer, spec.Training.Epochs);

    /// <summary>The number of the trial; null without a search.</summary>
    public int? Trial => trial;

    /// <summary>When the training ends before the last epoch; null for never.</summary>
    public EarlyStoppingSpec? EarlyStopping => spec.Training.EarlyStopping;

    /// <summary>Whether the training of the split diverged, and so ended before its time.</summary>
    public bool HasDiverged { get; set; }

    /// <summary>The scores of the epochs so far.</summary>
    public IReadOnlyList<EpochScores> History => history;

    /// <summary>The factor from the plateaus so far that multiplies the learning rate.</summary>
    public double PlateauFactor => plateau?.Multiplier ?? 1;

    /// <summary>The validation score of the last epoch, as a value to minimize; null without validation rows.</summary>
    public double? ValidationValue => history[^1].Validation is { } validation
        ? Schedules.EarlyStopping.ValueToMinimize(EarlyStopping?.Metric ?? StoppingMetric.Loss, validation)
        : null;

    /// <summary>
    /// Adds an epoch. The final network of a cross-validation has no validation rows, so its plateaus use the training loss.
    /// </summary>
    public void Add(EpochScores scores)
    {
        history.Add(scores);
        if (scores.Epoch > spec.Optimizer.Schedule.WarmUpEpochs)
        {
            plateau?.Add(scores.Validation?.Loss ?? scores.Train.Loss);
        }
    }
}
