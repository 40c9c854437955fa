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
}
