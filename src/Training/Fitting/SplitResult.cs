using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Evaluation;

namespace LearnML.Training.Fitting;

/// <summary>The result of training the networks of one split.</summary>
/// <param name="Split">The split.</param>
/// <param name="Epoch">The number of the kept epoch, from 1.</param>
/// <param name="History">The scores of every epoch.</param>
/// <param name="SilentLoss">The baseline loss on the training rows. <see cref="PreparedData.SilentLoss"/> defines it.</param>
/// <param name="Train">The metrics of the kept epoch on the training rows, with dropout off.</param>
/// <param name="Validation">The predictions of the kept epoch for the validation rows; null without validation rows.</param>
internal sealed record SplitResult(
    Split Split, int Epoch, IReadOnlyList<EpochScores> History, double SilentLoss, Metrics Train, Answers? Validation)
{
    /// <summary>Restores the result of a fold that <see cref="Gather"/> saved.</summary>
    public static SplitResult Restore(
        TrainingState state, int index, IReadOnlyList<Split> splits, LearningData data, IReadOnlyList<EpochScores> history)
    {
        var (fold, epoch, silentLoss, loss, train) = state.Value($"finished.{index}", new Scores(0, 0, 0, 0, new Metrics { Loss = 0 }));
        var split = splits.Single(split => split.Fold == fold);
        var answers = new Answers(
            split.Validation,
            data.Train.Of(split.Validation),
            state.Numbers<float>($"finished.{index}.logProbabilities", []),
            state.Numbers<double>($"finished.{index}.predicted", []),
            loss);
        return new SplitResult(split, epoch, [.. history.Where(scores => scores.Fold == fold)], silentLoss, train, answers);
    }

    /// <summary>Saves the result of a fold to the state.</summary>
    public void Gather(TrainingState state, int index)
    {
        state.Value($"finished.{index}", new Scores(Split.Fold!.Value, Epoch, SilentLoss, Validation!.Loss, Train));
        state.Numbers($"finished.{index}.logProbabilities", Validation.LogProbabilities);
        state.Numbers($"finished.{index}.predicted", Validation.Predicted);
    }

    // The property names are part of the checkpoint format.
    private sealed record Scores(int Fold, int Epoch, double SilentLoss, double Loss, Metrics Train);
}
