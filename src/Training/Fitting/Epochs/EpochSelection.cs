using System.Globalization;
using LearnML.Contracts;

namespace LearnML.Training.Fitting.Epochs;

/// <summary>Decides which epoch to keep, with defaults for a spec that does not set <c>validation.keep</c>.</summary>
internal static class EpochSelection
{
    /// <summary>The epoch to keep without cross-validation. Default: the best.</summary>
    public static KeptEpoch EpochToKeep(this JobSpec spec) => spec.Validation.Keep ?? KeptEpoch.Best;

    /// <summary>
    /// The epoch that each fold keeps. Default: the last, because a fold's rows should score the network and not select its epoch. With early
    /// stopping the default is the best, because early stopping already selects by those rows.
    /// </summary>
    public static KeptEpoch EpochToKeepPerFold(this JobSpec spec) =>
        spec.Validation.Keep ?? (spec.Training.EarlyStopping is null ? KeptEpoch.Last : KeptEpoch.Best);

    /// <summary>Returns the rounded mean of the epochs that folds kept, for which the final network is trained.</summary>
    public static int Average(IEnumerable<int> epochs) => (int)Math.Round(epochs.Average(), MidpointRounding.AwayFromZero);

    /// <summary>Explains in a sentence or two how the epoch of the model was chosen.</summary>
    /// <param name="spec">The spec of the job.</param>
    /// <param name="epoch">The epoch.</param>
    public static string Explain(this JobSpec spec, int epoch)
    {
        var best = spec.Training.EarlyStopping?.Metric switch
        {
            StoppingMetric.Accuracy => "highest accuracy",
            StoppingMetric.Rmse => "lowest RMSE",
            StoppingMetric.Mae => "lowest mean absolute error",
            StoppingMetric.LogRmse => "lowest RMSE of the logarithms",
            _ => "lowest loss",
        };
        var (isValidated, keep) = (spec.Validation.Folds is not null, spec.Validation.Folds is null ? spec.EpochToKeep() : spec.EpochToKeepPerFold());
        return string.Create(CultureInfo.InvariantCulture, $"{(isValidated ? ExplainFolds(keep, best) : ExplainSingle(keep, best))}: {epoch}.");
    }

    private static string ExplainSingle(KeptEpoch keep, string best) =>
        keep == KeptEpoch.Last ? "The model has the last epoch" : $"The model has the epoch with the {best} on the validation rows";

    private static string ExplainFolds(KeptEpoch keep, string best) => keep switch
    {
        KeptEpoch.Last => "Each fold kept its last epoch, so no row chose one. The model was trained for as many epochs",
        KeptEpoch.BestOfOtherFolds => $"Each fold kept the epoch with the {best} on the rows of the other folds, so no row chose the epoch of the "
            + "network that it scores. The model was trained for the mean number of these epochs",
        _ => $"Each fold kept the epoch with the {best} on its own rows. The model was trained for the mean number of these epochs",
    };
}
