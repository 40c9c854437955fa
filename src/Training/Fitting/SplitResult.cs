using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Evaluation;

namespace LearnML.Training.Fitting;

/// <summary>What the networks of a split came to.</summary>
/// <param name="Split">The split.</param>
/// <param name="Epoch">The epoch that was kept.</param>
/// <param name="History">Every epoch.</param>
/// <param name="SilentLoss">The training loss of saying nothing.</param>
/// <param name="Train">Its scores on the rows that were trained on.</param>
/// <param name="Validation">What it says of the validation rows; null without such rows.</param>
internal sealed record SplitResult(
    Split Split, int Epoch, IReadOnlyList<EpochScores> History, double SilentLoss, Metrics Train, Answers? Validation)
{
    /// <summary>What <see cref="Gather"/> gathered of a fold.</summary>
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

    /// <summary>Gathers what a fold came to.</summary>
    public void Gather(TrainingState state, int index)
    {
        state.Value($"finished.{index}", new Scores(Split.Fold!.Value, Epoch, SilentLoss, Validation!.Loss, Train));
        state.Numbers($"finished.{index}.logProbabilities", Validation.LogProbabilities);
        state.Numbers($"finished.{index}.predicted", Validation.Predicted);
    }

    private sealed record Scores(int Fold, int Epoch, double SilentLoss, double Loss, Metrics Train);
}
