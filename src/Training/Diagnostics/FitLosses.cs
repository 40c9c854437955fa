using LearnML.Training.Evaluation;

namespace LearnML.Training.Diagnostics;

/// <summary>The losses of the networks of one split.</summary>
/// <param name="Train">The loss of the kept epoch on the training rows.</param>
/// <param name="Validation">The loss of the kept epoch on the validation rows.</param>
/// <param name="Baseline">The loss of a prediction that is the same for every row.</param>
/// <param name="History">The scores of every epoch, with validation rows.</param>
internal sealed record FitLosses(double Train, double Validation, double Baseline, IReadOnlyList<EpochScores> History)
{
    /// <summary>The lowest validation loss of all epochs.</summary>
    public double LowestValidation => History.Min(epoch => epoch.Validation!.Loss);
}
