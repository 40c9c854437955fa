using LearnML.Api.Storage;

namespace LearnML.Api.Jobs.Running;

/// <summary>
/// Decides which failed writes of a job are repeated: without a limit while the database is unavailable, a limited number of times after conflicts
/// with other writes, and otherwise never.
/// </summary>
/// <param name="jobId">The job.</param>
/// <param name="log">The log.</param>
/// <param name="abandon">Ends the wait before the next attempt.</param>
internal sealed partial class WriteRetry(Guid jobId, ILogger log, CancellationToken abandon)
{
    private const int MaximumConflicts = 20;

    private static readonly TimeSpan UnavailableDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ConflictDelay = TimeSpan.FromMilliseconds(100);

    private bool isUnavailable;
    private int conflicts;

    /// <summary>Attempts a write. If the caller is to repeat it, waits before it returns.</summary>
    /// <returns>Whether the write succeeded; otherwise the caller repeats it.</returns>
    /// <exception cref="OperationCanceledException">This process no longer owns the job.</exception>
    /// <exception cref="ResultsRejectedException">Another attempt would fail too.</exception>
    public bool Try(Action write)
    {
        try
        {
            write();
            conflicts = 0;
            if (isUnavailable)
            {
                isUnavailable = false;
                LogAvailable(jobId);
            }

            return true;
        }
        catch (Exception exception) when (DatabaseFailure.IsConflict(exception) && conflicts < MaximumConflicts)
        {
            conflicts++;
            LogConflict(exception, jobId);
            abandon.WaitHandle.WaitOne(ConflictDelay);
            return false;
        }
        catch (Exception exception) when (DatabaseFailure.IsUnavailable(exception) && !DatabaseFailure.IsConflict(exception))
        {
            if (!isUnavailable)
            {
                isUnavailable = true;
                LogUnavailable(exception, jobId);
            }

            abandon.WaitHandle.WaitOne(UnavailableDelay);
            return false;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            conflicts = 0;
            LogRejected(exception, jobId);
            throw new ResultsRejectedException(exception);
        }
    }

    [LoggerMessage(LogLevel.Error, "The results of job {JobId} could not be stored.")]
    private partial void LogRejected(Exception exception, Guid jobId);

    [LoggerMessage(LogLevel.Debug, "A write of job {JobId} conflicted with another one and is repeated.")]
    private partial void LogConflict(Exception exception, Guid jobId);

    [LoggerMessage(LogLevel.Warning, "The database is unavailable; job {JobId} keeps training and retries the write.")]
    private partial void LogUnavailable(Exception exception, Guid jobId);

    [LoggerMessage(LogLevel.Information, "The database is available again; job {JobId} writes its pending results.")]
    private partial void LogAvailable(Guid jobId);
}
