using System.Diagnostics;
using Hangfire;
using Hangfire.Server;
using LearnML.Api.Datasets;
using LearnML.Api.Hosting;
using LearnML.Api.Jobs.Running;
using LearnML.Api.LiveMetrics;
using LearnML.Api.Storage;
using LearnML.Api.Storage.Jobs;
using LearnML.Contracts;
using LearnML.Training.Datasets;
using LearnML.Training.Datasets.Files;
using LearnML.Training.Devices;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Runs;
using LearnML.Training.Preprocessing;
using LearnML.Training.State;
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
    DatasetLibrary datasets,
    MetricsFeed feed,
    JobChangeNotifier changes,
    TrainingMeter meter,
    TrainingTraces traces,
    TimeProvider time,
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

        // A killed process may have written a checkpoint without resetting the attempts in the database. The token in the checkpoint's name shows it.
        if (lease.Attempts > MaximumAttempts && checkpoints.GetFolder(jobId).FindNewestFencingToken() < lease.Token - MaximumAttempts)
        {
            lease.Fail($"The process that trained the job crashed {MaximumAttempts} times without a new checkpoint; the service's log may show why. "
                + $"POST /api/jobs/{jobId}/resume tries again.");
            meter.RecordJobsEnded(JobState.Failed, EndReason.ProcessDied);
            feed.Complete(jobId);
            changes.Notify(jobId);
            return;
        }

        var device = TrainingServer.FromSettings(options.Value)
            .Single(server => hangfire.ServerId.StartsWith(server.Name + ":", StringComparison.Ordinal)).Device;
        using var span = traces.StartTraining(lease, device);
        var control = new TrainingControl();
        using var writer = new JobWriter(lease, control, changes, log);
        using var onShutdown = shutdown.Register(control.Release);
        running.Add(jobId, writer);
        try
        {
            LogStarted(jobId, lease.Spec.Dataset, device);
            Train(lease, device, writer, control, span, shutdown);
        }
        finally
        {
            running.Remove(jobId);
        }
    }

    private void Train(JobLease lease, string device, JobWriter writer, TrainingControl control, Activity? span, CancellationToken shutdown)
    {
        try
        {
            var observer = new JobObserver(lease, device, writer, feed, changes, log);
            writer.SetSource(observer.WritePending);
            using var measured = new TelemetryTrainingObserver(observer, meter, traces, span, device, time);
            var run = new TrainingRun(lease.JobId, lease.Spec,
                LoadDataset(lease.Spec.Dataset, control, shutdown), checkpoints.GetFolder(lease.JobId), device)
            {
                FencingToken = lease.Token,
                ReportedEpochs = lease.LastSequence,
                SaveInterval = options.Value.CheckpointInterval,
            };
            var outcome = run.Execute(measured, control);
            var (state, reason) = outcome.WasStopped ? (JobState.Stopped, EndReason.Requested) : (JobState.Succeeded, EndReason.Completed);
            if (End(() => lease.Complete(outcome), state, reason))
            {
                LogEnded(lease.JobId, outcome.Description.Epoch, outcome.Report.Validation!.Loss);
            }
        }
        catch (OperationCanceledException) when (shutdown.IsCancellationRequested)
        {
            // The exception must escape; otherwise Hangfire considers the job finished.
            writer.Finish(() => lease.Release("the service is shutting down"), shutdown);
            LogReleased(lease.JobId);
            throw;
        }
        catch (OperationCanceledException)
        {
            LogLeaseLost(lease.JobId);
        }
        catch (Exception exception) when (exception is DivergedException or DatasetUnavailableException or InvalidTargetException
            or OutOfDeviceMemoryException or CheckpointException)
        {
            var (message, report) = (options.Value.RedactFolders(exception.Message), (exception as DivergedException)?.Report);
            End(() => lease.Fail(message, report), JobState.Failed, GetEndReason(exception));
            LogFailed(lease.JobId, exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var message = "Files could not be read or written. The disk may be full, or a folder may be read-only; see the service's log. "
                + $"POST /api/jobs/{lease.JobId}/resume continues from the latest checkpoint.";
            End(() => lease.Fail(message), JobState.Failed, EndReason.Disk);
            LogCrashed(exception, lease.JobId);
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception))
        {
            writer.Finish(() => lease.Release("the database is unavailable"), shutdown);
            LogCrashed(exception, lease.JobId);
        }
        catch (Exception exception)
        {
            End(() => lease.Fail("The training failed with an unexpected error; see the service's log."), JobState.Failed, EndReason.Unexpected);
            LogCrashed(exception, lease.JobId);
        }

        try
        {
            checkpoints.DeleteUnused(lease.JobId);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException || DatabaseFailure.Is(exception))
        {
            // The next start of the service deletes them.
        }

        bool End(Func<bool> end, JobState state, EndReason reason)
        {
            var isOurs = false;
            writer.Finish(() => isOurs = end(), shutdown);
            if (!isOurs)
            {
                LogLeaseLost(lease.JobId);
                return false;
            }

            meter.RecordJobsEnded(state, reason);
            span?.SetTag("learnml.job.state", EnumNames.Format(state))
                .SetTag("learnml.job.reason", EnumNames.Format(reason))
                .SetStatus(state == JobState.Failed ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
            feed.Complete(lease.JobId);
            changes.Notify(lease.JobId);
            return true;
        }
    }

    private static EndReason GetEndReason(Exception exception) => exception switch
    {
        DivergedException => EndReason.Diverged,
        DatasetUnavailableException => EndReason.DatasetUnavailable,
        InvalidTargetException => EndReason.UnfitTarget,
        OutOfDeviceMemoryException => EndReason.OutOfMemory,
        _ => EndReason.BadCheckpoint,
    };

    private Dataset LoadDataset(string name, TrainingControl control, CancellationToken shutdown)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(control.CancellationToken, shutdown);
        return datasets.LoadAsync(name, linked.Token).GetAwaiter().GetResult();
    }

    [LoggerMessage(LogLevel.Information, "Job {JobId} started on dataset {Dataset}, device {Device}.")]
    private partial void LogStarted(Guid jobId, string dataset, string device);

    [LoggerMessage(LogLevel.Information, "Job {JobId} ended; its model is epoch {Epoch}, with validation loss {Loss:g4}.")]
    private partial void LogEnded(Guid jobId, int epoch, double loss);

    [LoggerMessage(LogLevel.Information, "Job {JobId} was released with a checkpoint, because the service is shutting down.")]
    private partial void LogReleased(Guid jobId);

    [LoggerMessage(LogLevel.Information, "Job {JobId} was cancelled or taken over by another process; this process stops training it.")]
    private partial void LogLeaseLost(Guid jobId);

    [LoggerMessage(LogLevel.Warning, "Job {JobId} failed: {Reason}")]
    private partial void LogFailed(Guid jobId, string reason);

    [LoggerMessage(LogLevel.Error, "Job {JobId} failed.")]
    private partial void LogCrashed(Exception exception, Guid jobId);
}
