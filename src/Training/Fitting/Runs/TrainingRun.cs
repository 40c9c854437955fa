using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Devices;
using LearnML.Training.Diagnostics;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Preprocessing;
using LearnML.Training.State;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Runs;

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
    public long FencingToken { get; init; } = 1;

    /// <summary>
    /// The number of epochs that an earlier run of this job already reported, counting each fold's epochs. A stop or the time budget
    /// takes effect only after the epochs since the latest checkpoint are trained and reported again, so that every reported epoch is
    /// part of the result.
    /// </summary>
    public long ReportedEpochs { get; init; }

    /// <summary>How often the latest checkpoint is written. Default: <see cref="CheckpointInterval.Default"/>.</summary>
    public CheckpointInterval SaveInterval { get; init; } = CheckpointInterval.Default;

    /// <summary>The number of folds to train in lockstep; null lets <see cref="LockstepPolicy"/> decide.</summary>
    internal int? FoldsInLockstep { get; init; }

    /// <summary>
    /// Runs the job to its end, synchronously on the calling thread. Resumes from the latest checkpoint if there is one. The thread should
    /// be used for this run only, because TorchSharp's dispose scopes and gradient mode belong to a thread.
    /// </summary>
    /// <param name="observer">Receives the progress.</param>
    /// <param name="control">Can end the training early.</param>
    /// <exception cref="DivergedException">The loss became too large or is no longer finite.</exception>
    /// <exception cref="InvalidTargetException">The dataset does not fit the spec.</exception>
    /// <exception cref="OutOfDeviceMemoryException">The device does not have enough memory.</exception>
    /// <exception cref="CheckpointException">The latest checkpoint belongs to other data.</exception>
    /// <exception cref="IOException">The checkpoint cannot be saved, for example because the disk is full.</exception>
    /// <exception cref="UnauthorizedAccessException">The checkpoint cannot be saved because the folder is not writable.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled or released.</exception>
    public TrainingOutcome Execute(ITrainingObserver observer, TrainingControl control)
    {
        ArgumentNullException.ThrowIfNull(observer);
        ArgumentNullException.ThrowIfNull(control);
        LibtorchThreads.UseDefault();
        using var scope = NewDisposeScope();
        var torchDevice = TorchDevices.ToTorchDevice(device);
        TrainingData? loaded = null;
        var checkpointing = new Checkpointing(checkpoints.GetLatest(FencingToken), SaveInterval, dataset.TrainingDataHash, control, observer);
        var run = new RunProgress(observer, checkpointing);
        try
        {
            var data = loaded = TrainingData.Create(spec, dataset, torchDevice);
            IReadOnlyList<Split> splits = spec.Validation.Folds is null ? [] : DataSplitter.CreateFolds(spec.Validation, data, spec.Training.Seed);
            run.ExpectSamples(CountSamples([.. splits, new Split(null, data.TrainRows, [])], spec.Training.Epochs));
            run.Restore(data, splits);
            var folds = splits.Count == 0 ? null : CrossValidate(splits);
            var final = folds is null ? DataSplitter.CreateSingle(spec, data) : new Split(null, data.TrainRows, []);
            var epochs = folds?.FinalEpochs ?? spec.Training.Epochs;

            // If a stopped cross-validation is resumed, it continues its folds and trains a new final network.
            var stopped = checkpointing.IsDisabled = folds is not null && control.TryTakeStop();
            run.ExpectSamples(CountSamples([final], epochs));

            using var training = new SplitTrainer(spec, data, [final], torchDevice);
            var result = training.Run(epochs, folds is null ? spec.EpochToKeep() : KeptEpoch.Last, StopAfter(1), run)[0];
            var report = CreateReport(data, run, folds, result, training.PredictTest(control.CancellationToken));
            var (name, checkpoint) = checkpoints.Save(
                training.Network, DescribeCheckpoint(data, training, report), FencingToken, folds is null ? null : folds.WriteOutOfFoldCsv);
            return new TrainingOutcome(stopped || (control.IsStopRequested && run.TrainedSamples < run.TotalSamples), name, checkpoint, report);
        }
        catch (DivergedException exception)
        {
            exception.Report = CreateDivergedReport(loaded!, torchDevice, run, exception);
            throw;
        }
        catch (Exception exception) when (OutOfDeviceMemoryException.IsOutOfMemory(exception))
        {
            throw OutOfDeviceMemoryException.ForTraining(spec, dataset, loaded, device, exception);
        }
        finally
        {
            loaded?.Dispose();
        }

        CrossValidationRun CrossValidate(IReadOnlyList<Split> splits)
        {
            var share = (double)splits.Count / (splits.Count + 1);
            return CrossValidationRun.Run(spec, loaded!, splits, FoldsInLockstep, torchDevice, StopAfter(share), run);
        }

        StopCondition StopAfter(double budgetShare) => new(
            control, run.Clock, TimeSpan.FromSeconds(budgetShare) * spec.Training.TimeBudgetSeconds, () => run.History.Count < ReportedEpochs);
    }

    /// <summary>The number of rows that the networks of these splits train on in all epochs together.</summary>
    private long CountSamples(IEnumerable<Split> splits, int epochs) =>
        (long)epochs * spec.Network.Ensemble * splits.Sum(split => split.Train.LongLength);

    private CheckpointDescription DescribeCheckpoint(TrainingData data, SplitTrainer training, Report report) => new()
    {
        JobId = jobId,
        Spec = spec,
        DatasetHash = dataset.ContentHash,
        Image = (dataset as ImageDataset)?.Input,
        Table = training.Prepared.TablePreprocessing,
        Target = training.Prepared.TargetEncoding,
        Classes = data.Classes,
        Epoch = report.Epoch,
        Validation = report.Validation!,
        Parameters = training.Network.ParameterCount,
    };

    private Report CreateReport(TrainingData data, RunProgress run, CrossValidationRun? folds, SplitResult result, Predictions? test)
    {
        var validation = folds?.OutOfFoldPredictions ?? result.ValidationPredictions!;
        var results = folds?.Results ?? [result];
        Diagnosis[] stability = [.. StabilityDiagnoses.Diagnose(run.History, results.Average(each => each.BaselineLoss))];
        var report = new Report
        {
            JobId = jobId,
            Task = data.Task,
            Epoch = result.Epoch,
            Train = result.TrainMetrics,
            Validation = validation.ComputeMetrics(data.Classes),
            Test = test?.ComputeMetrics(data.Classes),
            CrossValidation = folds?.CreateReport(),
            Reported = test is null ? ReportedRows.Validation : ReportedRows.Test,
            Diagnosis =
            [
                .. stability,
                FitDiagnoses.Diagnose(results, stability.Length > 0),
                .. SpecDiagnoses.Diagnose(spec, (dataset as TableDataset)?.Train.Profile.Rows - data.TrainRows.Length ?? 0, data.TrainRows.Length),
                .. DiagnoseTimeBudget(run),
            ],
        };
        return (test ?? validation).AddTo(report, data.Classes);
    }

    private Report CreateDivergedReport(TrainingData data, Device device, RunProgress run, DivergedException exception) => new()
    {
        JobId = jobId,
        Task = data.Task,
        Epoch = run.History is [.., var last] ? last.Epoch : 0,
        Reported = ReportedRows.Validation,
        Diagnosis =
        [
            exception.Diagnosis,
            .. run.History is [] ? DiagnoseUntrained(data, device) : StabilityDiagnoses.Diagnose(run.History, baselineLoss: 0),
        ],
    };

    /// <summary>Diagnoses the untrained network of a run whose first epoch already diverged.</summary>
    private IEnumerable<Diagnosis> DiagnoseUntrained(TrainingData data, Device device)
    {
        using var training = new SplitTrainer(spec, data, [DataSplitter.CreateSingle(spec, data)], device);
        return StabilityDiagnoses.DiagnoseExploding([training.MeasureUntrained()], baselineLoss: 0) is { } exploding ? [exploding] : [];
    }

    private IEnumerable<Diagnosis> DiagnoseTimeBudget(RunProgress run)
    {
        if (run.Clock.Elapsed.TotalSeconds >= spec.Training.TimeBudgetSeconds && run.TrainedSamples < run.TotalSamples)
        {
            yield return new Diagnosis(
                "timeBudget",
                "The time budget ended the training before its last epoch. A larger time budget may improve the result.",
                Epoch: run.History[^1].Epoch);
        }
    }
}
