using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Schedules;

namespace LearnML.Training.Fitting.Runs;

/// <summary>Tracks the epochs of one split: their scores, and the plateaus that lower the learning rate.</summary>
internal sealed class SplitProgress
{
    private readonly JobSpec spec;
    private readonly List<EpochScores> history = [];
    private readonly ReduceOnPlateau? plateau;

    /// <param name="spec">The spec of the job.</param>
    public SplitProgress(JobSpec spec)
    {
        this.spec = spec;
        plateau = new LearningRateSchedule(spec.Optimizer, spec.Training.Epochs).CreateReduceOnPlateau();
    }

    /// <summary>The scores of the epochs so far.</summary>
    public IReadOnlyList<EpochScores> History => history;

    /// <summary>The factor from the plateaus so far that multiplies the learning rate.</summary>
    public double PlateauFactor => plateau?.Multiplier ?? 1;

    /// <summary>The validation score of the last epoch, as a value to minimize; null without validation rows.</summary>
    public double? ValidationValue => history[^1].Validation is { } validation
        ? EarlyStopping.ValueToMinimize(spec.Training.EarlyStopping?.Metric ?? StoppingMetric.Loss, validation)
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
