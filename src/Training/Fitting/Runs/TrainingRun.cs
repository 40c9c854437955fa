using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Devices;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Baselines;
using LearnML.Training.Fitting.Calibration;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Importance;
using LearnML.Training.Fitting.Memory;
using LearnML.Training.Fitting.Splitting;
using LearnML.Training.Networks.Planning;
using LearnML.Training.Preprocessing;
using LearnML.Training.State;
using TorchSharp;
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

    /// <summary>
    /// Whether the process that trained the job before crashed without a new checkpoint. Then the next epoch ends with a checkpoint, and the
    /// interval grows from a second to <see cref="SaveInterval"/>, so that a job makes progress even if its process never lives for long.
    /// </summary>
    public bool IsAfterCrash { get; init; }

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
        var checkpointing = new Checkpointing(
            checkpoints.GetLatest(FencingToken), SaveInterval, spec, dataset.TrainingDataHash, IsAfterCrash, control, observer);
        var run = new RunProgress(observer, checkpointing)
        {
            FoldsOfTrials = spec.Search is null ? null : spec.Validation.Folds * spec.Validation.Repeats,
        };
        var torchDevice = TorchDevices.ToTorchDevice(device);
        TrainingData? data = null;
        try
        {
            MemoryCheck.RequireTable(spec, dataset, device);
            data = TestSplitter.SetTestApart(spec, TrainingData.Create(spec, dataset, torchDevice));
            _ = spec.Threshold is { } asked ? ThresholdChoice.FindPositive(asked, data.Classes) : 0;
            return spec.Search is null
                ? Train(data, torchDevice, run, checkpointing, control)
                : Search(data, torchDevice, run, checkpointing, control);
        }
        catch (DivergedException exception)
        {
            exception.Report = new TrainingReports(jobId, spec, dataset, data!, run).CreateDiverged(exception, torchDevice);
            throw;
        }
        catch (Exception exception) when (OutOfDeviceMemoryException.IsOutOfMemory(exception))
        {
            var message = data is null
                ? OutOfMemoryMessage.ForLoading(spec, dataset, device)
                : OutOfMemoryMessage.ForTraining(spec, data, device);
            throw new OutOfDeviceMemoryException(message, exception);
        }
        finally
        {
            data?.Dispose();
        }
    }

    private TrainingOutcome Train(TrainingData data, Device torchDevice, RunProgress run, Checkpointing checkpointing, TrainingControl control)
    {
        var final = CreateFinal(data);
        var splits = CreateFolds(data);
        run.ExpectSamples(CountSamples([.. splits, final], spec.Training.Epochs));
        run.Restore(data, splits.Count == 0 ? [final] : splits);
        var folds = splits.Count == 0
            ? null
            : CrossValidationRun.Run(
                spec, data, splits, FoldsInLockstep, torchDevice, StopAfter(ShareOfFolds(splits), control, run), run);

        // If a stopped cross-validation is resumed, it continues its folds and trains a new final network.
        var stopped = checkpointing.IsDisabled = folds is not null && control.TryTakeStop();
        var (epochs, keep) = folds is null ? (spec.Training.Epochs, spec.EpochToKeep()) : (folds.FinalEpochs, KeptEpoch.Last);
        run.ExpectSamples(CountSamples([final], epochs));

        using var training = new SplitTrainer(spec, data, [final], torchDevice);
        EnsureTestTargetsFit(data, training.Prepared.TargetEncoding);
        var result = training.Run(epochs, keep, StopAfter(1, control, run), run)[0];
        return Finish(spec, data, training, result, folds, search: null, run, control, stopped);
    }

    private TrainingOutcome Search(TrainingData data, Device torchDevice, RunProgress run, Checkpointing checkpointing, TrainingControl control)
    {
        var (final, splits) = (CreateFinal(data), CreateFolds(data));
        var search = new SearchRun(spec, data, splits.Count == 0 ? [final] : splits, torchDevice);
        run.ExpectSamples(search.Samples + CountSamples(splits.Count == 0 ? [] : [final], spec.Training.Epochs));
        run.Restore(data, splits.Count == 0 ? [final] : splits);
        search.Run(StopAfter(splits.Count == 0 ? 1 : ShareOfFolds(splits), control, run), run);

        var builder = new SearchModelBuilder(spec, data, splits.Count == 0 ? [final] : splits, search.Specs, torchDevice);
        var model = builder.Choose(run.Search, control.CancellationToken);
        var best = model.Trials[0];
        var folds = splits.Count == 0 ? null : builder.CrossValidate(model, run, StopAfter(1, control, run));
        var stopped = checkpointing.IsDisabled = folds is not null && control.TryTakeStop();
        if (folds is not null)
        {
            run.ExpectSamples(model.Trials.Sum(trial => CountSamples([final], trial.Epoch!.Value)));
        }

        IReadOnlyList<float[]> weights = folds is null
            ? [.. model.Trials.SelectMany(run.Search.WeightsOf)] : builder.TrainFinal(model, final, StopAfter(1, control, run), run);
        using var training = new SplitTrainer(model.Spec, data, [final], torchDevice);
        EnsureTestTargetsFit(data, training.Prepared.TargetEncoding);
        training.Load(final, weights);
        var history = run.History.Where(scores => scores.Trial == best.Number && scores.Fold is null).ToArray();
        var result = training.Evaluate(_ => folds is null ? best.Epoch!.Value : history[^1].Epoch, history, StopAfter(1, control, run))[0];
        return Finish(model.Spec, data, training, result, folds, search.CreateReport(model, run), run, control, stopped);
    }

    /// <summary>The rows of the network that becomes the model: with folds all rows, otherwise all but those held out.</summary>
    private Split CreateFinal(TrainingData data) =>
        spec.Validation.Folds is null ? DataSplitter.CreateSingle(spec, data) : new Split(null, data.TrainRows, []);

    /// <summary>The folds; none without cross-validation.</summary>
    private IReadOnlyList<Split> CreateFolds(TrainingData data) =>
        spec.Validation.Folds is null ? [] : DataSplitter.CreateFolds(spec.Validation, data, spec.Training.Seed);

    /// <summary>The share of the time budget that is for the folds. The rest is for the final network.</summary>
    private static double ShareOfFolds(IReadOnlyList<Split> folds) => (double)folds.Count / (folds.Count + 1);

    /// <summary>Evaluates a trained network and saves it.</summary>
    /// <param name="trained">The spec of the network.</param>
    /// <param name="data">The data that was trained on.</param>
    /// <param name="training">The trainer, with the weights of the kept epoch.</param>
    /// <param name="result">The result of the kept epoch.</param>
    /// <param name="folds">The cross-validation before it; null without one.</param>
    /// <param name="search">The search that found the network; null without one.</param>
    /// <param name="run">The progress of the run.</param>
    /// <param name="control">Can cancel the evaluation.</param>
    /// <param name="stopped">Whether the cross-validation was stopped.</param>
    private TrainingOutcome Finish(
        JobSpec trained,
        TrainingData data,
        SplitTrainer training,
        SplitResult result,
        CrossValidationRun? folds,
        SearchReport? search,
        RunProgress run,
        TrainingControl control,
        bool stopped)
    {
        var test = training.PredictTest(control.CancellationToken);
        var fitter = new TreeFitter(trained, data, control, run.Clock, stopped);
        var report = new TrainingReports(jobId, trained, dataset, data, run).Create(folds, result, test, training.Prepared, fitter) with
        {
            Search = search,
        };
        if (trained.Explain is { } explain)
        {
            var sums = test is not null ? training.ExplainTest(control.CancellationToken)
                : folds is not null ? folds.Importance
                : training.AddImportance([result], parts: 1, control.CancellationToken)[0].Importance;
            report = report.AddImportance(sums, explain, training.Prepared.TablePreprocessing!);
        }

        var calibration = RunCalibration.Create(
            trained with { Search = spec.Search },
            folds?.FirstRepeatByFold ?? [result.ValidationPredictions!],
            test,
            data.Classes,
            training.Prepared.TargetEncoding,
            report);
        report = calibration.Report;
        var (name, checkpoint) = checkpoints.Save(
            training.Network,
            DescribeCheckpoint(trained, data, training, result.Split, report) with
            {
                Threshold = calibration.Threshold,
                Temperature = calibration.Temperature,
            },
            FencingToken,
            folds is null ? null : folds.WriteOutOfFoldCsv,
            dataset is TableDataset ? training.ReadBackground() : null,
            calibration.Conformal);
        var wasStopped = stopped || (control.IsStopRequested && run.TrainedSamples < run.TotalSamples);
        return new TrainingOutcome(
            wasStopped, name, checkpoint, report, dataset.TrainingDataHash, search is null ? NominalSeconds(data, training, run) : null);
    }

    private double NominalSeconds(TrainingData data, SplitTrainer training, RunProgress run)
    {
        var isGpu = training.Network.Parameters.Values.device_type != DeviceType.CPU;
        var cost = RunCost.Estimate(spec, data.Inputs, data.OutputWidth, data.TrainRows.Length, isGpu);
        return cost.Seconds * run.TrainedSamples / cost.Samples;
    }

    /// <exception cref="InvalidTargetException">A test target has no logarithm, and the network learns the logarithm.</exception>
    private static void EnsureTestTargetsFit(TrainingData data, TargetEncoding? encoding)
    {
        if (encoding?.IsLog == true && data.TestTargets.Values.FirstOrDefault(value => value <= 0, 1) is <= 0 and var wrong)
        {
            throw new InvalidTargetException(FormattableString.Invariant($"A test row has the target {wrong}, which has no logarithm, ") +
                "and the network learns the logarithm of its target. Set \"preprocessing\": {\"target\": \"standardize\"}.");
        }
    }

    private StopCondition StopAfter(double budgetShare, TrainingControl control, RunProgress run) => new(
        control, run.Clock, budgetShare * TreeBudget.OfNetworks(spec), () => run.ReportedEpochs < ReportedEpochs);

    /// <summary>The number of rows that the networks of these splits train on in all epochs together.</summary>
    private long CountSamples(IEnumerable<Split> splits, int epochs) =>
        (long)epochs * spec.Network.Ensemble * splits.Sum(split => split.Train.LongLength);

    private CheckpointDescription DescribeCheckpoint(
        JobSpec trained, TrainingData data, SplitTrainer training, Split final, Report report) => new()
        {
            JobId = jobId,
            Spec = trained,
            DatasetHash = dataset.ContentHash,
            Image = (dataset as ImageDataset)?.Input,
            Table = training.Prepared.TablePreprocessing,
            Target = training.Prepared.TargetEncoding,
            Scored = data.ScoredColumns,
            ConstantOutputs = FittedBaselines.ConstantOf(data, training.Prepared, final),
            Classes = data.Classes,
            Epoch = report.Epoch,
            Validation = report.Validation!,
            Parameters = training.Network.ParameterCount,
        };
}
