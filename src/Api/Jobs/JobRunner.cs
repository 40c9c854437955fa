using Hangfire;
using Hangfire.Server;
using LearnML.Api.Hosting;
using LearnML.Api.Jobs.Running;
using LearnML.Api.LiveMetrics;
using LearnML.Api.Storage;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;
using LearnML.Training.Fitting.Epochs;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Jobs;

/// <summary>
/// The Hangfire job that trains: it runs one stored job to its end, from its latest checkpoint if there is one. It may be called any number of
/// times for the same job; if the job is not waiting, the call does nothing.
/// </summary>
[AutomaticRetry(Attempts = 0)]
public sealed partial class JobRunner(
    JobLeases leases,
    JobCheckpoints checkpoints,
    RunningJobs running,
    JobTrainer trainer,
    JobEnder ender,
    MetricsFeed feed,
    JobChangeNotifier changes,
    TrainingTraces traces,
    IOptions<LearnMLOptions> options,
    ILogger<JobRunner> log)
{
    private const int MaximumAttempts = 3;

    /// <summary>Runs a job.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="hangfire">The context of the Hangfire server that calls.</param>
    /// <param name="shutdown">Cancelled by Hangfire when the service shuts down.</param>
    public void Run(Guid jobId, PerformContext hangfire, CancellationToken shutdown)
    {
        ArgumentNullException.ThrowIfNull(hangfire);
        if (leases.Claim(jobId) is not { } lease)
        {
            return;
        }

        if (HasCrashedTooOften(lease))
        {
            ender.Fail(lease, EndReason.ProcessDied,
                $"The process that trained the job crashed {MaximumAttempts} times without a new checkpoint; the service's log may show why. "
                    + $"POST /api/jobs/{jobId}/resume tries again.");
            return;
        }

        var device = TrainingServer.FromSettings(options.Value)
            .Single(server => hangfire.ServerId.StartsWith(server.Name + ":", StringComparison.Ordinal)).Device;
        using var span = traces.StartTraining(lease, device);
        var control = new TrainingControl();
        using var writer = new JobWriter(lease, control, feed, changes, log, shutdown);
        using var onShutdown = shutdown.Register(control.Release);
        running.Add(jobId, writer);
        try
        {
            LogStarted(jobId, lease.Spec.Dataset, device);
            TrainToEnd(new JobRun(lease, device, span, control, writer, shutdown));
        }
        finally
        {
            running.Remove(jobId);
        }

        DeleteUnusedCheckpoints(jobId);
    }

    // A killed process may have written a checkpoint without resetting the attempts in the database. The token in the checkpoint's name shows it.
    private bool HasCrashedTooOften(JobLease lease) => lease.Attempts > MaximumAttempts
        && checkpoints.GetFolder(lease.JobId).FindNewestFencingToken() < lease.Token - MaximumAttempts;

    private void TrainToEnd(JobRun job)
    {
        var lease = job.Lease;
        try
        {
            var outcome = trainer.Train(job);
            job.Writer.Flush();
            if (End(job, () => ender.Complete(lease, outcome)))
            {
                LogEnded(lease.JobId, outcome.Description.Epoch, outcome.Report.Validation!.Loss);
            }
        }
        catch (OperationCanceledException) when (job.Shutdown.IsCancellationRequested)
        {
            // The exception must escape; otherwise Hangfire considers the job finished.
            job.Writer.Finish(() => lease.Release("the service is shutting down"));
            LogReleased(lease.JobId);
            throw;
        }
        catch (OperationCanceledException)
        {
            LogLeaseLost(lease.JobId);
        }
        catch (Exception exception) when (DatabaseFailure.IsUnavailable(exception))
        {
            if (job.Writer.Finish(() => lease.Release("the database is unavailable")))
            {
                LogInterrupted(exception, lease.JobId);
            }
            else
            {
                LogLeaseLost(lease.JobId);
            }
        }
        catch (Exception exception)
        {
            Fail(job, exception);
        }
    }

    private void Fail(JobRun job, Exception exception)
    {
        var failure = TrainingFailure.From(exception, job.Lease.JobId);
        var message = options.Value.RedactFolders(failure.Message);
        try
        {
            End(job, () => ender.Fail(job.Lease, failure.Reason, message, failure.Report));
        }
        catch (ResultsRejectedException rejected)
        {
            // The database rejects the message or the report. Without them it can still store that the job has failed.
            var reason = TrainingFailure.From(rejected, job.Lease.JobId);
            End(job, () => ender.Fail(job.Lease, reason.Reason, options.Value.RedactFolders(reason.Message)));
        }

        if (failure.IsExpected)
        {
            LogFailed(job.Lease.JobId, exception.Message);
        }
        else
        {
            LogCrashed(exception, job.Lease.JobId);
        }
    }

    private bool End(JobRun job, Func<JobEnd?> write)
    {
        JobEnd? end = null;
        if (!job.Writer.Finish(() => (end = write()) is not null))
        {
            LogLeaseLost(job.Lease.JobId);
            return false;
        }

        TrainingTraces.SetEnd(job.Span, end!);
        return true;
    }

    private void DeleteUnusedCheckpoints(Guid jobId)
    {
        try
        {
            checkpoints.DeleteUnusedAsync(jobId).GetAwaiter().GetResult();
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception))
        {
            LogDeleteFailed(exception, jobId);
        }
    }

    [LoggerMessage(LogLevel.Information, "Job {JobId} started on dataset {Dataset}, device {Device}.")]
    private partial void LogStarted(Guid jobId, string dataset, string device);

    [LoggerMessage(LogLevel.Information, "Job {JobId} ended; its model is epoch {Epoch}, with validation loss {Loss:g4}.")]
    private partial void LogEnded(Guid jobId, int epoch, double loss);

    [LoggerMessage(LogLevel.Information, "Job {JobId} was released with a checkpoint, because the service is shutting down.")]
    private partial void LogReleased(Guid jobId);

    [LoggerMessage(LogLevel.Warning, "Job {JobId} was released, because the database was unavailable. The job waits and will continue.")]
    private partial void LogInterrupted(Exception exception, Guid jobId);

    [LoggerMessage(LogLevel.Information, "Job {JobId} was cancelled or taken over by another process; this process stops training it.")]
    private partial void LogLeaseLost(Guid jobId);

    [LoggerMessage(LogLevel.Warning, "Job {JobId} failed: {Reason}")]
    private partial void LogFailed(Guid jobId, string reason);

    [LoggerMessage(LogLevel.Error, "Job {JobId} failed.")]
    private partial void LogCrashed(Exception exception, Guid jobId);

    [LoggerMessage(LogLevel.Warning, "The unused checkpoints of job {JobId} could not be deleted. The next start of the service deletes them.")]
    private partial void LogDeleteFailed(Exception exception, Guid jobId);
}
