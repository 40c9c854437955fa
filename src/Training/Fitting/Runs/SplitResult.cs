using System.Text.Json.Serialization;
using LearnML.Contracts;
using LearnML.Training.Diagnostics;
using LearnML.Training.Evaluation;
using LearnML.Training.Explanations;
using LearnML.Training.Fitting.Data;
using LearnML.Training.State;

namespace LearnML.Training.Fitting.Runs;

/// <summary>The result of training the networks of one split.</summary>
/// <param name="Split">The split.</param>
/// <param name="Epoch">The number of the kept epoch, from 1.</param>
/// <param name="History">The scores of every epoch.</param>
/// <param name="BaselineLoss">The baseline loss on the training rows. <see cref="PreparedData.BaselineLoss"/> defines it.</param>
/// <param name="TrainMetrics">The metrics of the kept epoch on the training rows, with dropout off.</param>
/// <param name="ValidationPredictions">The predictions of the kept epoch for the validation rows; null without validation rows.</param>
internal sealed record SplitResult(
    Split Split, int Epoch, IReadOnlyList<EpochScores> History, double BaselineLoss, Metrics TrainMetrics, Predictions? ValidationPredictions)
{
    /// <summary>The importance of the columns on the validation rows; null if the spec does not ask for it.</summary>
    public ImportanceSums? Importance { get; init; }

    /// <summary>The scores of the kept epoch.</summary>
    public EpochScores KeptScores => History.First(scores => scores.Epoch == Epoch);

    /// <summary>The losses to diagnose. Only with validation rows.</summary>
    public FitLosses Losses => new(TrainMetrics.Loss, ValidationPredictions!.Loss, BaselineLoss, History);

    /// <summary>Restores the result of a fold that <see cref="Save"/> saved.</summary>
    public static SplitResult Restore(
        TrainingState state, int index, IReadOnlyList<Split> splits, TrainingData data, IReadOnlyList<EpochScores> history)
    {
        var (fold, epoch, baselineLoss, loss, train) =
            state.SaveOrRestoreValue($"finished.{index}", new SavedScores(0, 0, 0, 0, new Metrics { Loss = 0 }));
        var split = splits.Single(split => split.Fold == fold);
        var predictions = new Predictions(
            split.Validation,
            data.TrainTargets.SelectRows(split.Validation),
            state.SaveOrRestoreArray<float>($"finished.{index}.logProbabilities", []),
            state.SaveOrRestoreArray<double>($"finished.{index}.predicted", []),
            loss);
        return new SplitResult(split, epoch, [.. history.Where(scores => scores.Fold == fold)], baselineLoss, train, predictions)
        {
            Importance = RestoreImportance(state, index),
        };
    }

    /// <summary>Saves the result of a fold to the state.</summary>
    public void Save(TrainingState state, int index)
    {
        state.SaveOrRestoreValue(
            $"finished.{index}", new SavedScores(Split.Fold!.Value, Epoch, BaselineLoss, ValidationPredictions!.Loss, TrainMetrics));
        state.SaveOrRestoreArray($"finished.{index}.logProbabilities", ValidationPredictions.LogProbabilities);
        state.SaveOrRestoreArray($"finished.{index}.predicted", ValidationPredictions.Values);
        if (Importance is not null)
        {
            state.SaveOrRestoreValue(ImportanceKey(index), new SavedRows(Importance.Rows, Importance.Weight));
            state.SaveOrRestoreArray($"{ImportanceKey(index)}.differences", Importance.Differences);
            state.SaveOrRestoreArray($"{ImportanceKey(index)}.squares", Importance.Squares);
        }
    }

    private static ImportanceSums? RestoreImportance(TrainingState state, int index)
    {
        if (!state.HasValue(ImportanceKey(index)))
        {
            return null;
        }

        var (rows, weight) = state.SaveOrRestoreValue(ImportanceKey(index), new SavedRows(0, 0));
        return new ImportanceSums(
            rows,
            weight,
            state.SaveOrRestoreArray<double>($"{ImportanceKey(index)}.differences", []),
            state.SaveOrRestoreArray<double>($"{ImportanceKey(index)}.squares", []));
    }

    private static string ImportanceKey(int index) => $"finished.{index}.importance";

    private sealed record SavedRows(int Rows, double Weight);

    // The JSON names are part of the checkpoint format.
    private sealed record SavedScores(
        int Fold, int Epoch, [property: JsonPropertyName("silentLoss")] double BaselineLoss, double Loss, Metrics Train);
}
