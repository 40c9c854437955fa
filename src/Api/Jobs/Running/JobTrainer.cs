using LearnML.Api.Datasets;
using LearnML.Api.Hosting;
using LearnML.Api.Storage.Jobs;
using LearnML.Training.Datasets;
using LearnML.Training.Fitting.Runs;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Jobs.Running;

/// <summary>Trains a job, from its latest checkpoint if there is one.</summary>
/// <param name="datasets">The datasets.</param>
/// <param name="checkpoints">The checkpoints of the jobs.</param>
/// <param name="meter">Measures the training.</param>
/// <param name="traces">Traces the training.</param>
/// <param name="speed">Learns how fast this process trains.</param>
/// <param name="time">The clock.</param>
/// <param name="options">The settings.</param>
/// <param name="log">The log.</param>
public sealed class JobTrainer(
    DatasetLibrary datasets,
    JobCheckpoints checkpoints,
    TrainingMeter meter,
    TrainingTraces traces,
    TrainingSpeed speed,
    TimeProvider time,
    IOptions<LearnMLOptions> options,
    ILogger<JobTrainer> log)
{
    /// <summary>Loads the dataset and trains on this thread until the training ends.</summary>
    /// <exception cref="OperationCanceledException">The training was cancelled or released.</exception>
    /// <exception cref="ResultsRejectedException">The database rejected the results, so the training was cancelled.</exception>
    internal TrainingOutcome Train(JobRun job)
    {
        var lease = job.Lease;
        var observer = new JobObserver(lease.JobId, lease.Spec.Validation.CountFolds(), job.Device, job.Writer.Report, log);
        using var measured = new TelemetryTrainingObserver(observer, meter, traces, job.Span, job.Device, time);
        try
        {
            var run = new TrainingRun(lease.JobId, lease.Spec, LoadDataset(job), checkpoints.GetFolder(lease.JobId), job.Device)
            {
                FencingToken = lease.Token,
                ReportedEpochs = lease.LastSequence,
                SaveInterval = options.Value.CheckpointInterval,
                IsAfterCrash = lease.Attempts > 1,
            };
            var start = time.GetTimestamp();
            var outcome = run.Execute(measured, job.Control);
            if (outcome.NominalSeconds is { } nominal && lease is { LastSequence: 0, Attempts: 1 })
            {
                speed.Record(job.Device, lease.Spec.Dataset, nominal, time.GetElapsedTime(start));
            }

            return outcome;
        }
        catch (OperationCanceledException)
        {
            job.Writer.ThrowIfRejected();
            throw;
        }
    }

    private Dataset LoadDataset(JobRun job)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(job.Control.CancellationToken, job.Shutdown);
        return datasets.LoadAsync(job.Lease.Spec.Dataset, linked.Token).GetAwaiter().GetResult();
    }
}
