using LearnML.Api.Storage;
using LearnML.Contracts;
using LearnML.Training.Datasets.Files;
using LearnML.Training.Devices;
using LearnML.Training.Evaluation;
using LearnML.Training.Preprocessing;
using LearnML.Training.State;

namespace LearnML.Api.Jobs.Running;

/// <summary>Why a training failed.</summary>
/// <param name="Reason">The kind of reason.</param>
/// <param name="Message">The reason, for the user.</param>
/// <param name="IsExpected">Whether the message is the whole reason; otherwise the service's log has the exception.</param>
internal sealed record TrainingFailure(EndReason Reason, string Message, bool IsExpected)
{
    /// <summary>A report on the epochs of a diverged job; null without one.</summary>
    public Report? Report { get; init; }

    /// <summary>Returns the failure that an exception of a training stands for.</summary>
    public static TrainingFailure From(Exception exception, Guid jobId) => exception switch
    {
        DivergedException diverged => new(EndReason.Diverged, exception.Message, IsExpected: true) { Report = diverged.Report },
        DatasetUnavailableException => new(EndReason.DatasetUnavailable, exception.Message, IsExpected: true),
        InvalidTargetException => new(EndReason.UnfitTarget, exception.Message, IsExpected: true),
        OutOfDeviceMemoryException => new(EndReason.OutOfMemory, exception.Message, IsExpected: true),
        CheckpointException => new(EndReason.BadCheckpoint, exception.Message, IsExpected: true),
        IOException or UnauthorizedAccessException => new(
            EndReason.Disk,
            $"Files could not be read or written. The disk may be full, or a folder may be read-only; see the service's log. {Resume(jobId)}",
            IsExpected: false),
        ResultsRejectedException => new(EndReason.Database, $"{EndWithPeriod(exception.Message)} {Resume(jobId)}", IsExpected: false),
        _ when DatabaseFailure.Is(exception) => new(
            EndReason.Database,
            $"The database rejected a query: {EndWithPeriod(DatabaseFailure.Describe(exception))} {Resume(jobId)}",
            IsExpected: false),
        _ => new(EndReason.Unexpected, "The training failed with an unexpected error; see the service's log.", IsExpected: false),
    };

    private static string Resume(Guid jobId) => $"POST /api/jobs/{jobId}/resume continues from the latest checkpoint.";

    private static string EndWithPeriod(string text) => text.EndsWith('.') ? text : text + ".";
}
