using LearnML.Contracts;

namespace LearnML.Training.Fitting;

/// <summary>How far a split has come: its epochs, and what they decide about the next ones.</summary>
internal sealed class SplitProgress
{
    private readonly JobSpec spec;
    private readonly KeptEpoch keep;
    private readonly List<EpochScores> history = [];
    private readonly EarlyStopping? stopping;
    private readonly Plateau? plateau;

    /// <param name="spec">What is trained.</param>
    /// <param name="keep">Which epoch is kept.</param>
    /// <param name="before">The epochs before the latest checkpoint.</param>
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

    /// <summary>Its epochs so far.</summary>
    public IReadOnlyList<EpochScores> History => history;

    /// <summary>Whether it has been stopped early.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>What its plateaus so far multiply the learning rate by.</summary>
    public double Plateau => plateau?.Multiplier ?? 1;

    /// <summary>What of the last epoch should be low for it to be kept; null where the last epoch is kept anyway.</summary>
    public double? Value => keep == KeptEpoch.Best && history[^1].Validation is { } validation
        ? EarlyStopping.Value(spec.Training.EarlyStopping?.Metric ?? StoppingMetric.Loss, validation)
        : null;

    /// <summary>Takes an epoch. A network without validation rows, the final one of a cross-validation, is never stopped early, and its plateaus go by the training loss.</summary>
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
