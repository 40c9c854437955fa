using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets;
using LearnML.Training.Devices;
using LearnML.Training.Diagnosing;
using LearnML.Training.Evaluation;
using LearnML.Training.Preprocessing;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>A job from its spec to its report: folds if it asks for them, the network that becomes the model, its checkpoint, evaluation.</summary>
/// <param name="jobId">The job.</param>
/// <param name="spec">What to run; valid.</param>
/// <param name="dataset">The spec's dataset.</param>
/// <param name="checkpoints">Where the kept epoch goes.</param>
/// <param name="device">One of <see cref="TorchDevices.All"/>.</param>
public sealed class TrainingRun(Guid jobId, JobSpec spec, Dataset dataset, CheckpointFolder checkpoints, string device)
{
    /// <summary>The fencing token of who runs it: part of the names of its checkpoints.</summary>
    public long Token { get; init; } = 1;

    /// <summary>
    /// How many epochs, of each fold, have been told before: those behind the latest checkpoint are trained and told again
    /// before a stop or the time budget ends it, so that what was told is what was trained.
    /// </summary>
    public long Told { get; init; }

    /// <summary>How often the latest checkpoint is written.</summary>
    public CheckpointInterval Interval { get; init; } = CheckpointInterval.Default;

    /// <summary>How many folds are trained in lockstep; null leaves it to the cost rule.</summary>
    internal int? FoldsInLockstep { get; init; }

    /// <summary>
    /// Runs to the end, from the latest checkpoint if there is one, synchronously, on the calling thread. The thread should be the run's own, for TorchSharp's
    /// dispose scopes and gradient mode belong to a thread.
    /// </summary>
    /// <param name="observer">Is told how it goes.</param>
    /// <param name="control">Ends it early.</param>
    /// <exception cref="DivergedException">The loss left the range in which a network can learn.</exception>
    /// <exception cref="UnfitTargetException">The dataset does not allow what the spec asks for.</exception>
    /// <exception cref="OutOfDeviceMemoryException">The device has not enough memory.</exception>
    /// <exception cref="CheckpointException">Its latest checkpoint is of another dataset.</exception>
    /// <exception cref="IOException">Its network cannot be saved: the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">Its network cannot be saved: the folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled or given back.</exception>
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

            // Whoever resumes a stopped cross-validation goes on with its folds, and trains another final network.
            var stopped = checkpointing.IsOff = folds is not null && control.TakeStop();
            run.Expect(Samples([final], epochs));

            using var training = new SplitTraining(spec, data, [final], torchDevice);
            var result = training.Run(epochs, folds is null ? spec.KeptOfSingle() : KeptEpoch.Last, Limit(1), run)[0];
            var report = Report(data, run, folds, result, training.Test(control.Cancellation));
            var (name, checkpoint) = checkpoints.Save(training.Stack, Describe(data, training, report), Token, folds is null ? null : folds.WriteOutOfFold);
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
            return CrossValidation.Run(spec, loaded!, splits, FoldsInLockstep, torchDevice, Limit(share), run);
        }

        TrainingLimit Limit(double share) => new(control, run.Clock, TimeSpan.FromSeconds(share) * spec.Training.TimeBudgetSeconds, () => run.History.Count < Told);
    }

    /// <summary>How many rows some splits learn from in all their epochs.</summary>
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
            Diagnosis = [.. stability, FitDiagnoses.Of(results, stability.Length > 0), .. SpecDiagnoses.Of(spec, (dataset as TableDataset)?.Train.Profile.Rows - data.Rows.Length ?? 0, data.Rows.Length), .. Ending(run)],
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

    /// <summary>What a network that left the numbers in its first epoch shows before its first step.</summary>
    private IEnumerable<Diagnosis> Beginning(LearningData data, Device device)
    {
        using var training = new SplitTraining(spec, data, [Folds.Single(spec, data)], device);
        return StabilityDiagnoses.Exploding([training.Beginning()], silentLoss: 0) is { } exploding ? [exploding] : [];
    }

    private IEnumerable<Diagnosis> Ending(RunProgress run)
    {
        if (run.Clock.Elapsed.TotalSeconds >= spec.Training.TimeBudgetSeconds && run.Samples < run.TotalSamples)
        {
            yield return new Diagnosis("timeBudget", "The time budget ended the training before its last epoch. With more time it may get better.", Epoch: run.History[^1].Epoch);
        }
    }
}
