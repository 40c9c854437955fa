using System.Text.Json;
using LearnML.Training.State;

namespace LearnML.Training.Checkpoints;

/// <summary>Where a training would resume: the facts about its latest checkpoint that are needed before it is resumed.</summary>
/// <param name="ReportedEpochs">
/// The number of epochs that were reported when the checkpoint was written, counting each fold's epochs, but those of a trial's folds as one.
/// </param>
/// <param name="FinishedFolds">The number of folds that were complete.</param>
/// <param name="TrainingDataHash">The <see cref="Datasets.Dataset.TrainingDataHash"/> of the dataset that was trained on.</param>
public sealed record ResumePoint(long ReportedEpochs, int FinishedFolds, string TrainingDataHash)
{
    /// <summary>The key of the reported epochs in a <see cref="TrainingState"/>, a list.</summary>
    internal const string HistoryKey = "history";

    /// <summary>The key of the number of reported epochs in a <see cref="TrainingState"/>. A state without it reported its whole history.</summary>
    internal const string ReportedKey = "reported";

    /// <summary>The key of the number of finished folds in a <see cref="TrainingState"/>.</summary>
    internal const string FinishedFoldsKey = "finished";

    /// <summary>The key of the training data's hash in a <see cref="TrainingState"/>.</summary>
    internal const string TrainingDataKey = "dataset";

    /// <summary>Reads the resume point from the header of a latest checkpoint. Reads no weights, so it does not notice damage to them.</summary>
    /// <exception cref="CheckpointException">The file is not a training state.</exception>
    /// <exception cref="JsonException">The header is damaged.</exception>
    internal static ResumePoint Read(Stream file)
    {
        using var state = TrainingState.ReadValues(file);
        return new ResumePoint(
            state.HasValue(ReportedKey)
                ? state.SaveOrRestoreValue(ReportedKey, 0L) : state.SaveOrRestoreValue<JsonElement[]>(HistoryKey, []).Length,
            state.SaveOrRestoreValue(FinishedFoldsKey, 0),
            state.SaveOrRestoreValue(TrainingDataKey, ""));
    }
}
