using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets;
using LearnML.Training.Devices;
using LearnML.Training.Diagnosing;
using LearnML.Training.Evaluation;
using LearnML.Training.Preprocessing;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>
/// Runs one job from its spec to its report: trains the folds if the spec has them, then the final network, saves its checkpoint and
/// evaluates it.
/// </summary>
/// <param name="jobId">The id of the job.</param>
/// <param name="spec">The spec of the job; it must be valid.</param>
/// <param name="dataset">The dataset that the spec names.</param>
/// <param name="checkpoints">The folder for the checkpoints of the job.</param>
/// <param name="device">The device to train on: one of <see cref="TorchDevices.All"/>.</param>
public sealed class TrainingRun(Guid jobId, JobSpec spec, Dataset dataset, CheckpointFolder checkpoints, string device)
{
    /// <summary>The fencing token of the process that runs the job. It is part of the checkpoint names.</summary>
    public long Token { get; init; } = 1;

    /// <summary>
    /// The number of epochs that an earlier run of this job already reported, counting each fold's epochs. A stop or the time budget
    /// takes effect only after the epochs since the latest checkpoint are trained and reported again, so that every reported epoch is
    /// part of the result.
    /// </summary>
    public long Told { get; init; }

    /// <summary>How often the latest checkpoint is written. Default: <see cref="CheckpointInterval.Default"/>.</summary>
    public CheckpointInterval Interval { get; init; } = CheckpointInterval.Default;

    /// <summary>The number of folds to train in lockstep; null lets <see cref="Lockstep"/> decide.</summary>
    internal int? FoldsInLockstep { get; init; }

    /// <summary>
    /// Runs the job to its end, synchronously on the calling thread. Resumes from the latest checkpoint if there is one. The thread should
    /// be used for this run only, because TorchSharp's dispose scopes and gradient mode belong to a thread.
    /// </summary>
    /// <param name="observer">Receives the progress.</param>
    /// <param name="control">Can end the training early.</param>
    /// <exception cref="DivergedException">The loss became too large or is no longer finite.</exception>
    /// <exception cref="UnfitTargetException">The dataset does not fit the spec.</exception>
    /// <exception cref="OutOfDeviceMemoryException">The device does not have enough memory.</exception>
    /// <exception cref="CheckpointException">The latest checkpoint belongs to other data.</exception>
    /// <exception cref="IOException">The checkpoint cannot be saved, for example because the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The checkpoint cannot be saved because the folder is not writable.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled or released.</exception>
    public TrainingOutcome Execute(ITrainingObserver observer, TrainingControl control)
    {
        ArgumentNullException.ThrowIfNull(observer);
        ArgumentNullException.ThrowIfNull(control);
        LibtorchThreads.UseAll();
        using var scope = NewDisposeScope();
        var torchDevice = TorchDevices.Torch(device);
        LearningData? loaded = null;
        var checkpointing = new Checkpointing(checkpoints.Latest(Token), Interval, dataset.LearnedHash, control, observer);
        var run = new RunProgress(observer, checkpointing);
        try
        {
            var data = loaded = LearningData.Of(spec, dataset, torchDevice);
            IReadOnlyList<Split> splits = spec.Validation.Folds is null ? [] : Folds.Cross(spec.Validation, data, spec.Training.Seed);
            run.Expect(Samples([.. splits, new Split(null, data.Rows, [])], spec.Training.Epochs));
            run.Restore(data, splits);
            var folds = splits.Count == 0 ? null : CrossValidate(splits);
            var final = folds is null ? Folds.Single(spec, data) : new Split(null, data.Rows, []);
            var epochs = folds?.Epochs ?? spec.Training.Epochs;

            // If a stopped cross-validation is resumed, it continues its folds and trains a new final network.
            var stopped = checkpointing.IsOff = folds is not null && control.TakeStop();
            run.Expect(Samples([final], epochs));

            using var training = new SplitTraining(spec, data, [final], torchDevice);
            var result = training.Run(epochs, folds is null ? spec.KeptOfSingle() : KeptEpoch.Last, StopAfter(1), run)[0];
            var report = Report(data, run, folds, result, training.Test(control.Cancellation));
            var (name, checkpoint) = checkpoints.Save(
                training.Stack, Describe(data, training, report), Token, folds is null ? null : folds.WriteOutOfFold);
            return new TrainingOutcome(stopped || (control.StopRequested && run.Samples < run.TotalSamples), name, checkpoint, report);
        }
        catch (DivergedException exception)
        {
            exception.Report = DivergedReport(loaded!, torchDevice, run, exception);
            throw;
        }
        catch (Exception exception) when (OutOfDeviceMemoryException.Is(exception))
        {
            throw OutOfDeviceMemoryException.Of(spec, dataset, loaded, device, exception);
        }
        finally
        {
            loaded?.Dispose();
        }

        CrossValidation CrossValidate(IReadOnlyList<Split> splits)
        {
            var share = (double)splits.Count / (splits.Count + 1);
            return CrossValidation.Run(spec, loaded!, splits, FoldsInLockstep, torchDevice, StopAfter(share), run);
        }

        TrainingLimit StopAfter(double budgetShare) => new(
            control, run.Clock, TimeSpan.FromSeconds(budgetShare) * spec.Training.TimeBudgetSeconds, () => run.History.Count < Told);
    }

    /// <summary>The number of rows that the networks of these splits train on in all epochs together.</summary>
    private long Samples(IEnumerable<Split> splits, int epochs) => (long)epochs * spec.Network.Ensemble * splits.Sum(split => split.Train.LongLength);

    private CheckpointDescription Describe(LearningData data, SplitTraining training, Report report) => new()
    {
        JobId = jobId,
        Spec = spec,
        DatasetHash = dataset.ContentHash,
        Image = (dataset as ImageDataset)?.Input,
        Table = training.Prepared.Table,
        Target = training.Prepared.Target,
        Classes = data.Classes,
        Epoch = report.Epoch,
        Validation = report.Validation!,
        Parameters = training.Stack.Count,
    };

    private Report Report(LearningData data, RunProgress run, CrossValidation? folds, SplitResult result, Answers? test)
    {
        var validation = folds?.OutOfFold ?? result.Validation!;
        var results = folds?.Results ?? [result];
        Diagnosis[] stability = [.. StabilityDiagnoses.Of(run.History, results.Average(each => each.SilentLoss))];
        var report = new Report
        {
            JobId = jobId,
            Task = data.Task,
            Epoch = result.Epoch,
            Train = result.Train,
            Validation = validation.Metrics(data.Classes),
            Test = test?.Metrics(data.Classes),
            CrossValidation = folds?.Report(),
            Reported = test is null ? ReportedRows.Validation : ReportedRows.Test,
            Diagnosis =
            [
                .. stability,
                FitDiagnoses.Of(results, stability.Length > 0),
                .. SpecDiagnoses.Of(spec, (dataset as TableDataset)?.Train.Profile.Rows - data.Rows.Length ?? 0, data.Rows.Length),
                .. Ending(run),
            ],
        };
        return (test ?? validation).Describe(report, data.Classes);
    }

    private Report DivergedReport(LearningData data, Device device, RunProgress run, DivergedException exception) => new()
    {
        JobId = jobId,
        Task = data.Task,
        Epoch = run.History is [.., var last] ? last.Epoch : 0,
        Reported = ReportedRows.Validation,
        Diagnosis = [exception.Diagnosis, .. run.History is [] ? Beginning(data, device) : StabilityDiagnoses.Of(run.History, silentLoss: 0)],
    };

    /// <summary>Diagnoses the untrained network of a run whose first epoch already diverged.</summary>
    private IEnumerable<Diagnosis> Beginning(LearningData data, Device device)
    {
        using var training = new SplitTraining(spec, data, [Folds.Single(spec, data)], device);
        return StabilityDiagnoses.Exploding([training.Beginning()], silentLoss: 0) is { } exploding ? [exploding] : [];
    }

    private IEnumerable<Diagnosis> Ending(RunProgress run)
    {
        if (run.Clock.Elapsed.TotalSeconds >= spec.Training.TimeBudgetSeconds && run.Samples < run.TotalSamples)
        {
            yield return new Diagnosis(
                "timeBudget",
                "The time budget ended the training before its last epoch. A larger time budget may improve the result.",
                Epoch: run.History[^1].Epoch);
        }
    }
}
