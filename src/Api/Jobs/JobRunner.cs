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
/// Joins Hangfire to the trainer: runs one stored job to one of its ends, from its latest checkpoint if it has one. It may be
/// called any number of times for a job; who finds that the job does not wait does nothing.
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
    /// <param name="hangfire">Which of the servers calls.</param>
    /// <param name="shutdown">Hangfire's: the service is going down.</param>
    public void Run(Guid jobId, PerformContext hangfire, CancellationToken shutdown)
    {
        ArgumentNullException.ThrowIfNull(hangfire);
        if (leases.Claim(jobId) is not { } lease)
        {
            return;
        }

        // A process that is killed may have written a checkpoint and not yet said so: the token in its name tells.
        if (lease.Attempts > MostAttempts && checkpoints.Of(jobId).NewestToken() < lease.Token - MostAttempts)
        {
            lease.Fail($"The job took the process that trained it down {MostAttempts} times without a new checkpoint; the service's log may tell why. POST /api/jobs/{jobId}/resume tries again.");
            meter.Ended(JobState.Failed, EndReason.ProcessDied);
            feed.Complete(jobId);
            changes.Notify(jobId);
            return;
        }

        var device = TrainingServer.Of(options.Value).Single(server => hangfire.ServerId.StartsWith(server.Name + ":", StringComparison.Ordinal)).Device;
        using var span = traces.Train(lease, device);
        var control = new TrainingControl();
        using var writes = new JobWrites(lease, control, changes, log);
        using var onShutdown = shutdown.Register(control.GiveBack);
        running.Add(jobId, writes);
        try
        {
            Started(jobId, lease.Spec.Dataset, device);
            RunStarted(lease, device, writes, control, span, shutdown);
        }
        finally
        {
            running.Remove(jobId);
        }
    }

    private void RunStarted(JobLease lease, string device, JobWrites writes, TrainingControl control, Activity? span, CancellationToken shutdown)
    {
        try
        {
            var observer = new JobObserver(lease, device, writes, feed, changes, log);
            writes.From(observer.Write);
            using var measured = new MeasuredTraining(observer, meter, traces, span, device, time);
            var run = new TrainingRun(lease.JobId, lease.Spec, Load(lease.Spec.Dataset, control, shutdown), checkpoints.Of(lease.JobId), device)
            {
                Token = lease.Token,
                Told = lease.LastSequence,
                Interval = options.Value.CheckpointInterval,
            };
            var outcome = run.Execute(measured, control);
            if (End(() => lease.Complete(outcome), outcome.Stopped ? JobState.Stopped : JobState.Succeeded, outcome.Stopped ? EndReason.Requested : EndReason.Completed))
            {
                Ended(lease.JobId, outcome.Best.Epoch, outcome.Report.Validation!.Loss);
            }
        }
        catch (OperationCanceledException) when (shutdown.IsCancellationRequested)
        {
            // Hangfire takes the job for done unless this escapes.
            writes.Finish(() => lease.GiveBack("its service ends"), shutdown);
            GivenBack(lease.JobId);
            throw;
        }
        catch (OperationCanceledException)
        {
            Lost(lease.JobId);
        }
        catch (Exception exception) when (exception is DivergedException or DatasetUnavailableException or UnfitTargetException or OutOfDeviceMemoryException or CheckpointException)
        {
            End(() => lease.Fail(options.Value.WithoutFolders(exception.Message), (exception as DivergedException)?.Report), JobState.Failed, ReasonOf(exception));
            Failed(lease.JobId, exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            End(() => lease.Fail($"The files could not be read or written: the disk may be full, or a folder read-only; the service's log says which. POST /api/jobs/{lease.JobId}/resume goes on from the latest checkpoint."), JobState.Failed, EndReason.Disk);
            Crashed(exception, lease.JobId);
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception))
        {
            writes.Finish(() => lease.GiveBack("the database did not answer"), shutdown);
            Crashed(exception, lease.JobId);
        }
        catch (Exception exception)
        {
            End(() => lease.Fail("The training ended with an unexpected error, which the service's log holds."), JobState.Failed, EndReason.Unexpected);
            Crashed(exception, lease.JobId);
        }

        try
        {
            checkpoints.Tidy(lease.JobId);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException || DatabaseFailure.Is(exception))
        {
            // The next start tidies.
        }

        bool End(Func<bool> end, JobState state, EndReason reason)
        {
            var isOurs = false;
            writes.Finish(() => isOurs = end(), shutdown);
            if (!isOurs)
            {
                Lost(lease.JobId);
                return false;
            }

            meter.Ended(state, reason);
            span?.SetTag("learnml.job.state", EnumWord.Of(state)).SetTag("learnml.job.reason", EnumWord.Of(reason)).SetStatus(state == JobState.Failed ? ActivityStatusCode.Error : ActivityStatusCode.Ok);
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
        using var either = CancellationTokenSource.CreateLinkedTokenSource(control.Cancellation, shutdown);
        return datasets.LoadAsync(name, either.Token).GetAwaiter().GetResult();
    }

    [LoggerMessage(LogLevel.Information, "Job {JobId} started on {Dataset}, {Device}.")]
    private partial void Started(Guid jobId, string dataset, string device);

    [LoggerMessage(LogLevel.Information, "Job {JobId} ended; the epoch that it kept, {Epoch}, has validation loss {Loss:g4}.")]
    private partial void Ended(Guid jobId, int epoch, double loss);

    [LoggerMessage(LogLevel.Information, "Job {JobId} was given back, with a checkpoint, for the service goes down.")]
    private partial void GivenBack(Guid jobId);

    [LoggerMessage(LogLevel.Information, "Job {JobId} is given up here: it was cancelled, or has another owner now.")]
    private partial void Lost(Guid jobId);

    [LoggerMessage(LogLevel.Warning, "Job {JobId} failed: {Reason}")]
    private partial void Failed(Guid jobId, string reason);

    [LoggerMessage(LogLevel.Error, "Job {JobId} failed.")]
    private partial void Crashed(Exception exception, Guid jobId);
}
