using Hangfire;
using LearnML.Api.Datasets;
using LearnML.Api.LiveMetrics;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets;
using LearnML.Training.Fitting;
using LearnML.Training.Preprocessing;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Jobs;

/// <summary>
/// Joins Hangfire to the trainer: runs one stored job to one of its ends. It may be called twice for a job; the second
/// call finds that the job is no longer queued and does nothing.
/// </summary>
[AutomaticRetry(Attempts = 0)]
public sealed partial class JobRunner(
    JobStore jobs,
    RunningJobs running,
    DatasetLibrary datasets,
    MetricsFeed feed,
    JobChanges changes,
    IOptions<LearnMLOptions> options,
    ILogger<JobRunner> log)
{
    /// <summary>Runs a job.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="shutdown">Hangfire's: the service is going down.</param>
    public void Run(Guid jobId, CancellationToken shutdown)
    {
        var control = new TrainingControl();
        running.Add(jobId, control);
        try
        {
            if (jobs.Start(jobId) is var (spec, device))
            {
                Started(jobId, spec.Dataset, device);
                changes.Notify(jobId);
                using var onShutdown = shutdown.Register(control.Cancel);
                RunStarted(jobId, spec, device, control, shutdown);
            }
        }
        finally
        {
            running.Remove(jobId);
            feed.Complete(jobId);
            changes.Notify(jobId);
        }
    }

    private void RunStarted(Guid jobId, JobSpec spec, string device, TrainingControl control, CancellationToken shutdown)
    {
        var checkpoints = new CheckpointFolder(options.Value.CheckpointFolder(jobId));
        var keep = false;
        try
        {
            var dataset = datasets.LoadAsync(spec.Dataset, control.Cancellation).GetAwaiter().GetResult();
            var observer = new JobObserver(jobId, jobs, feed, changes);
            var outcome = new TrainingRun(jobId, spec, dataset, checkpoints, device).Execute(observer, control);
            keep = jobs.Complete(jobId, outcome);
            Ended(jobId, outcome.Best.Epoch, outcome.Report.Validation!.Loss);
        }
        catch (OperationCanceledException) when (shutdown.IsCancellationRequested)
        {
            jobs.End(jobId, JobState.Interrupted, "The service went down while the job ran. Post its spec again to run it.");
            keep = true;
            throw;
        }
        catch (OperationCanceledException)
        {
            // Cancelled on request: its state is already stored.
        }
        catch (Exception exception) when (exception is DivergedException or DatasetUnavailableException or UnfitTargetException or OutOfDeviceMemoryException)
        {
            jobs.Fail(jobId, exception.Message, (exception as DivergedException)?.Report);
            Failed(jobId, exception.Message);
        }
        catch (Exception exception)
        {
            jobs.End(jobId, JobState.Failed, "The training ended with an unexpected error, which the service's log holds.");
            Crashed(exception, jobId);
        }
        finally
        {
            if (!keep)
            {
                checkpoints.Delete();
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Job {JobId} started on {Dataset}, {Device}.")]
    private partial void Started(Guid jobId, string dataset, string device);

    [LoggerMessage(LogLevel.Information, "Job {JobId} ended; the epoch that it kept, {Epoch}, has validation loss {Loss:g4}.")]
    private partial void Ended(Guid jobId, int epoch, double loss);

    [LoggerMessage(LogLevel.Warning, "Job {JobId} failed: {Reason}")]
    private partial void Failed(Guid jobId, string reason);

    [LoggerMessage(LogLevel.Error, "Job {JobId} failed.")]
    private partial void Crashed(Exception exception, Guid jobId);
}
