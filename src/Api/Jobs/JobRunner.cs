using System.Diagnostics;
using Hangfire;
using Hangfire.Server;
using LearnML.Api.Datasets;
using LearnML.Api.LiveMetrics;
using LearnML.Api.Requests;
using LearnML.Api.Storage;
using LearnML.Api.Telemetry;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets;
using LearnML.Training.Fitting;
using LearnML.Training.Preprocessing;
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
    JobChanges changes,
    TrainingMeter meter,
    TrainingTraces traces,
    TimeProvider time,
    IOptions<LearnMLOptions> options,
    ILogger<JobRunner> log)
{
    private const int MostAttempts = 3;

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
        if (lease.Attempts > MostAttempts && checkpoints.Of(jobId).NewestToken() < lease.Token - MostAttempts)
        {
            lease.Fail($"The process that trained the job crashed {MostAttempts} times without a new checkpoint; the service's log may show why. "
                + $"POST /api/jobs/{jobId}/resume tries again.");
            meter.Ended(JobState.Failed, EndReason.ProcessDied);
            feed.Complete(jobId);
            changes.Notify(jobId);
            return;
        }

        var device = TrainingServer.Of(options.Value)
            .Single(server => hangfire.ServerId.StartsWith(server.Name + ":", StringComparison.Ordinal)).Device;
        using var span = traces.Train(lease, device);
        var control = new TrainingControl();
        using var writer = new JobWrites(lease, control, changes, log);
        using var onShutdown = shutdown.Register(control.GiveBack);
        running.Add(jobId, writer);
        try
        {
            Started(jobId, lease.Spec.Dataset, device);
            RunStarted(lease, device, writer, control, span, shutdown);
        }
        finally
        {
            running.Remove(jobId);
        }
    }

    private void RunStarted(JobLease lease, string device, JobWrites writer, TrainingControl control, Activity? span, CancellationToken shutdown)
    {
        try
        {
            var observer = new JobObserver(lease, device, writer, feed, changes, log);
            writer.From(observer.Write);
            using var measured = new MeasuredTraining(observer, meter, traces, span, device, time);
            var run = new TrainingRun(lease.JobId, lease.Spec, Load(lease.Spec.Dataset, control, shutdown), checkpoints.Of(lease.JobId), device)
            {
                Token = lease.Token,
                Told = lease.LastSequence,
                Interval = options.Value.CheckpointInterval,
            };
            var outcome = run.Execute(measured, control);
            var (state, reason) = outcome.Stopped ? (JobState.Stopped, EndReason.Requested) : (JobState.Succeeded, EndReason.Completed);
            if (End(() => lease.Complete(outcome), state, reason))
            {
                Ended(lease.JobId, outcome.Best.Epoch, outcome.Report.Validation!.Loss);
            }
        }
        catch (OperationCanceledException) when (shutdown.IsCancellationRequested)
        {
            // The exception must escape; otherwise Hangfire considers the job finished.
            writer.Finish(() => lease.GiveBack("the service is shutting down"), shutdown);
            GivenBack(lease.JobId);
            throw;
        }
        catch (OperationCanceledException)
        {
            Lost(lease.JobId);
        }
        catch (Exception exception) when (exception is DivergedException or DatasetUnavailableException or UnfitTargetException
            or OutOfDeviceMemoryException or CheckpointException)
        {
            var (message, report) = (options.Value.WithoutFolders(exception.Message), (exception as DivergedException)?.Report);
            End(() => lease.Fail(message, report), JobState.Failed, ReasonOf(exception));
            Failed(lease.JobId, exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var message = "Files could not be read or written. The disk may be full, or a folder may be read-only; see the service's log. "
                + $"POST /api/jobs/{lease.JobId}/resume continues from the latest checkpoint.";
            End(() => lease.Fail(message), JobState.Failed, EndReason.Disk);
            Crashed(exception, lease.JobId);
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception))
        {
            writer.Finish(() => lease.GiveBack("the database is unavailable"), shutdown);
            Crashed(exception, lease.JobId);
        }
        catch (Exception exception)
        {
            End(() => lease.Fail("The training failed with an unexpected error; see the service's log."), JobState.Failed, EndReason.Unexpected);
            Crashed(exception, lease.JobId);
        }

        try
        {
            checkpoints.Tidy(lease.JobId);
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
                Lost(lease.JobId);
                return false;
            }

            meter.Ended(state, reason);
            span?.SetTag("learnml.job.state", EnumWord.Of(state))
                .SetTag("learnml.job.reason", EnumWord.Of(reason))
                .SetStatus(state == JobState.Failed ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
            feed.Complete(lease.JobId);
            changes.Notify(lease.JobId);
            return true;
        }
    }

    private static EndReason ReasonOf(Exception exception) => exception switch
    {
        DivergedException => EndReason.Diverged,
        DatasetUnavailableException => EndReason.DatasetUnavailable,
        UnfitTargetException => EndReason.UnfitTarget,
        OutOfDeviceMemoryException => EndReason.OutOfMemory,
        _ => EndReason.BadCheckpoint,
    };

    private Dataset Load(string name, TrainingControl control, CancellationToken shutdown)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(control.Cancellation, shutdown);
        return datasets.LoadAsync(name, linked.Token).GetAwaiter().GetResult();
    }

    [LoggerMessage(LogLevel.Information, "Job {JobId} started on dataset {Dataset}, device {Device}.")]
    private partial void Started(Guid jobId, string dataset, string device);

    [LoggerMessage(LogLevel.Information, "Job {JobId} ended; its model is epoch {Epoch}, with validation loss {Loss:g4}.")]
    private partial void Ended(Guid jobId, int epoch, double loss);

    [LoggerMessage(LogLevel.Information, "Job {JobId} was released with a checkpoint, because the service is shutting down.")]
    private partial void GivenBack(Guid jobId);

    [LoggerMessage(LogLevel.Information, "Job {JobId} was cancelled or taken over by another process; this process stops training it.")]
    private partial void Lost(Guid jobId);

    [LoggerMessage(LogLevel.Warning, "Job {JobId} failed: {Reason}")]
    private partial void Failed(Guid jobId, string reason);

    [LoggerMessage(LogLevel.Error, "Job {JobId} failed.")]
    private partial void Crashed(Exception exception, Guid jobId);
}
