using LearnML.Contracts;

namespace LearnML.Training.Fitting;

/// <summary>The epoch that a spec keeps where it does not say.</summary>
internal static class KeptEpochs
{
    /// <summary>Of a network with validation rows of its own.</summary>
    public static KeptEpoch KeptOfSingle(this JobSpec spec) => spec.Validation.Keep ?? KeptEpoch.Best;

    /// <summary>Of each fold: the last, for its rows should score it and not choose it; but early stopping chooses by them already.</summary>
    public static KeptEpoch KeptOfFolds(this JobSpec spec) =>
        spec.Validation.Keep ?? (spec.Training.EarlyStopping is null ? KeptEpoch.Last : KeptEpoch.Best);
}
