using LearnML.Training.Predicting;

namespace LearnML.Training.Scoring;

/// <summary>What an answer has beside the predictions, if the request asks for it.</summary>
/// <param name="Explanations">Why each prediction is what it is; null without explanations.</param>
/// <param name="Intervals">The intervals around predicted numbers; null without intervals.</param>
/// <param name="Sets">The sets of predicted classes; null without sets.</param>
public sealed record PredictionDetails(
    PredictionExplanations? Explanations = null, PredictionIntervals? Intervals = null, PredictionSets? Sets = null)
{
    /// <summary>Only predictions.</summary>
    public static PredictionDetails None { get; } = new();
}
