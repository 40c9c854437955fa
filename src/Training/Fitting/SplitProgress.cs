using LearnML.Contracts;

namespace LearnML.Training.Fitting;

/// <summary>Tracks the epochs of one split: early stopping, plateaus, and the value that selects the best epoch.</summary>
internal sealed class SplitProgress
{
    private readonly JobSpec spec;
    private readonly KeptEpoch keep;
    private readonly List<EpochScores> history = [];
    private readonly EarlyStopping? stopping;
    private readonly Plateau? plateau;

    /// <param name="spec">The spec of the job.</param>
    /// <param name="keep">The epoch to keep: the best or the last.</param>
    /// <param name="before">The epochs that a restored checkpoint contains; empty without one.</param>
    public SplitProgress(JobSpec spec, KeptEpoch keep, IEnumerable<EpochScores> before)
    {
        (this.spec, this.keep) = (spec, keep);
        stopping = spec.Training.EarlyStopping is { } early ? new EarlyStopping(early) : null;
        plateau = new LearningRates(spec.Optimizer, spec.Training.Epochs).Plateau();
        foreach (var scores in before)
        {
            Take(scores);
        }
    }

    /// <summary>The scores of the epochs so far.</summary>
    public IReadOnlyList<EpochScores> History => history;

    /// <summary>Whether early stopping has ended the training of the split.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The factor from the plateaus so far that multiplies the learning rate.</summary>
    public double Plateau => plateau?.Multiplier ?? 1;

    /// <summary>The value of the last epoch that the best epoch minimizes; null if the last epoch is kept, or without validation rows.</summary>
    public double? Value => keep == KeptEpoch.Best && history[^1].Validation is { } validation
        ? EarlyStopping.Value(spec.Training.EarlyStopping?.Metric ?? StoppingMetric.Loss, validation)
        : null;

    /// <summary>
    /// Adds an epoch. The final network of a cross-validation has no validation rows. It is never stopped early, and its plateaus use the
    /// training loss.
    /// </summary>
    public void Take(EpochScores scores)
    {
        history.Add(scores);
        if (scores.Epoch > spec.Optimizer.Schedule.WarmUpEpochs)
        {
            plateau?.Offer(scores.Validation?.Loss ?? scores.Train.Loss);
        }

        HasEnded = scores.Validation is { } validation && stopping?.Ends(validation) == true;
    }
}
