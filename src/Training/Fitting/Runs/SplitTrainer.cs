using LearnML.Contracts;
using LearnML.Training.Devices;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Schedules;
using LearnML.Training.Networks;
using LearnML.Training.Randomness;
using LearnML.Training.State;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Runs;

/// <summary>
/// Trains the networks of one or several splits in lockstep, as members of one batched network. Each split has as many members as the spec's
/// ensemble has networks. The members of a split follow each other.
/// </summary>
internal sealed class SplitTrainer : IDisposable
{
    private const int MaximumTrainRowsAfterStop = 4096;

    private readonly JobSpec spec;
    private readonly TrainingData data;
    private readonly IReadOnlyList<Split> splits;
    private readonly SplitData splitData;
    private readonly BatchedRandom random;
    private readonly LossFunction lossFunction;
    private readonly EpochTrainer trainer;
    private readonly double[] baselineLosses;
    private readonly BestWeights bestWeights;
    private IReadOnlyList<EpochScores> restoredHistory = [];
    private IReadOnlyList<byte[]> shuffleState = [];
    private float[][]? validationOutputs;
    private int completedEpochs;

    /// <param name="spec">The spec of the job.</param>
    /// <param name="data">The data to train on.</param>
    /// <param name="splits">The splits to train together.</param>
    /// <param name="device">The device to train on.</param>
    public SplitTrainer(JobSpec spec, TrainingData data, IEnumerable<Split> splits, Device device)
    {
        (this.spec, this.data) = (spec, data);

        // The batched network requires that the members with the most rows come first.
        this.splits = [.. splits.OrderByDescending(split => split.Train.Length)];
        splitData = new SplitData(spec, data, this.splits);
        random = new BatchedRandom(spec.Training.Seed, this.splits.SelectMany(MemberIds));
        Network = new BatchedNetwork(spec.Network, splitData.InputWidths, data.OutputWidth, device, random, spec.Training.Precision);
        lossFunction = new LossFunction(data.Task, splitData.ClassWeights()?.to(device), spec.Training.LabelSmoothing);
        trainer = new EpochTrainer(spec, Network, lossFunction);
        bestWeights = new BestWeights(Network, this.splits.Count);
        baselineLosses = [.. this.splits.Select(
            (split, index) => splitData.PreparedFor(index).BaselineLoss(data.TrainTargets.SelectRows(split.Train), data.OutputWidth))];
    }

    /// <summary>The networks, starting with those of the split that has the most training rows.</summary>
    public BatchedNetwork Network { get; }

    /// <summary>The numbers of the folds being trained, in ascending order; empty without cross-validation and for the final network.</summary>
    public IReadOnlyList<int> Folds => [.. splits.Select(split => split.Fold).OfType<int>().Order()];

    /// <summary>The number of parameters of the networks of one split.</summary>
    public long ParametersPerSplit => Network.ParameterCount / splits.Count;

    /// <summary>The number of rows with a target in the training part, including the rows held out for validation.</summary>
    public long TotalRows => data.TrainRows.LongLength;

    /// <summary>The number of completed epochs.</summary>
    public int CompletedEpochs => completedEpochs;

    /// <summary>The encoded data of the split with the most training rows.</summary>
    public PreparedData Prepared => splitData.PreparedFor(0);

    /// <summary>Trains all epochs, then loads the weights of the kept epochs into the network.</summary>
    /// <param name="epochs">The number of epochs, including those that a restored checkpoint contains.</param>
    /// <param name="keep">The epoch whose weights and scores are kept.</param>
    /// <param name="stopCondition">Decides whether to stop early.</param>
    /// <param name="runProgress">Receives the progress, and restores a checkpoint if there is one.</param>
    /// <returns>The result of each split, in the order of the folds.</returns>
    /// <exception cref="DivergedException">The loss became too large, or a loss, gradient or layer is no longer finite.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled or released.</exception>
    public IReadOnlyList<SplitResult> Run(int epochs, KeptEpoch keep, StopCondition stopCondition, RunProgress runProgress)
    {
        using var singleThread = LockstepPolicy.IsSingleThreadFaster(spec, data, Network.MemberCount) ? new SingleThreadScope() : null;
        runProgress.StartTraining(this);
        SplitProgress[] progress =
            [.. splits.Select(split => new SplitProgress(spec, keep, restoredHistory.Where(scores => scores.Fold == split.Fold)))];
        var rates = new LearningRateSchedule(spec.Optimizer, epochs);
        using var watch = new LayerStatistics(Network, splitData.Train);
        while (completedEpochs < epochs
            && !(completedEpochs > 0 && stopCondition.IsMet) && !Array.TrueForAll(progress, split => split.HasStoppedEarly))
        {
            using var order = ShuffleRows();
            var epochRates = new EpochLearningRates(
                rates, completedEpochs + 1, splitData.Train.StepCounts(spec.Training.BatchSize),
                [.. RepeatPerMember(progress.Select(split => split.PlateauFactor))]);
            var learned = trainer.TrainEpoch(
                splitData.Train, order, epochRates, stopCondition, counts => runProgress.BatchEnded(RowsInTraining(counts)));
            validationOutputs = Predict(splitData.Validation, stopCondition.CancellationToken);
            var layers = watch.Measure(learned);
            var ended = new List<EpochScores>();
            DivergedException? diverged = null;
            completedEpochs++;
            for (var split = 0; split < splits.Count; split++)
            {
                if (progress[split].HasStoppedEarly)
                {
                    continue;
                }

                var learningRate = epochRates.LastUsed[split * spec.Network.Ensemble];
                var scores = CreateScores(split, completedEpochs, stopCondition.Elapsed,
                    MembersOf(split, learned), validationOutputs[split], learningRate, MembersOf(split, layers));
                if (DivergedException.Detect(scores, InitialLoss(split)) is { } exception)
                {
                    diverged ??= exception;
                    ended.AddRange(scores.AreFinite ? [scores] : []);
                    continue;
                }

                progress[split].Add(scores);
                bestWeights.Consider(split, completedEpochs, progress[split].SelectionValue);
                if (progress[split].HasStoppedEarly)
                {
                    bestWeights.FinishSplit(split);
                }

                ended.Add(scores);
            }

            ended.Sort((one, other) => Nullable.Compare(one.Fold, other.Fold));
            if (diverged is not null)
            {
                runProgress.ReportEpoch(ended);
                throw diverged;
            }

            runProgress.EpochEnded(ended, isLast: stopCondition.IsMet);
        }

        bestWeights.RestoreBest();
        return EvaluateSplits(bestWeights.KeptEpochs, progress, stopCondition);

        long RowsInTraining(long[] counts) => counts.Where((_, member) => !progress[member / spec.Network.Ensemble].HasStoppedEarly).Sum();
    }

    /// <summary>Measures the untrained networks of the first split on one batch, with a learning rate of 0.</summary>
    public EpochScores MeasureUntrained()
    {
        var batch = splitData.Train.SampleAtMost(spec.Training.BatchSize);
        var zeroRates = new LearningRateSchedule(spec.Optimizer with { LearningRate = 0, Schedule = new ScheduleSpec() }, epochs: 1);
        using var order = batch.InOrder();
        using var watch = new LayerStatistics(Network, splitData.Train);
        var learned = trainer.TrainEpoch(
            batch,
            order,
            new EpochLearningRates(zeroRates, 1, batch.StepCounts(spec.Training.BatchSize), [.. batch.Rows.Select(_ => 1.0)]),
            StopCondition.Never,
            _ => { });
        return CreateScores(0, epoch: 1, TimeSpan.Zero, MembersOf(0, learned), validated: [], learningRate: 0, MembersOf(0, watch.Measure(learned)));
    }

    /// <summary>Saves everything that the next batch depends on to the state, or restores it from the state.</summary>
    /// <param name="state">The training state to write to or to read from.</param>
    /// <param name="history">The scores of the epochs that the run has reported.</param>
    public void SaveOrRestore(TrainingState state, IReadOnlyList<EpochScores> history)
    {
        completedEpochs = state.SaveOrRestoreValue("epoch", completedEpochs);
        Network.SaveOrRestore(state);
        trainer.SaveOrRestore(state);
        bestWeights.SaveOrRestore(state);
        random.SaveOrRestore(state);
        if (trainer.IsWithinEpoch)
        {
            shuffleState = state.SaveOrRestoreValue("shuffledFrom", shuffleState);
        }

        restoredHistory = history;
    }

    /// <summary>Returns the predictions of the first split's networks for the test part; null if there is no test part.</summary>
    public Predictions? PredictTest(CancellationToken cancellationToken) => data.TestData is null
        ? null
        : Prepared.ToPredictions(Predict(splitData.Test, cancellationToken)[0], data.TestRows, data.TestTargets);

    public void Dispose()
    {
        bestWeights.Dispose();
        trainer.Dispose();
        lossFunction.Dispose();
        Network.Dispose();
        random.Dispose();
        splitData.Dispose();
    }

    /// <summary>Shuffles the rows for an epoch. If the training was resumed within an epoch, returns the same order as before.</summary>
    private RowOrder ShuffleRows()
    {
        if (!trainer.IsWithinEpoch)
        {
            shuffleState = random.GeneratorStates;
            return splitData.Train.Shuffle(random);
        }

        var now = random.GeneratorStates;
        random.GeneratorStates = shuffleState;
        var order = splitData.Train.Shuffle(random);
        random.GeneratorStates = now;
        return order;
    }

    /// <summary>
    /// Returns the ids of a split's members, which select their random numbers. The ids depend only on the fold, so that a fold draws the same
    /// numbers with any other folds beside it.
    /// </summary>
    private IEnumerable<int> MemberIds(Split split) => Enumerable.Range((split.Fold ?? 0) * spec.Network.Ensemble, spec.Network.Ensemble);

    /// <summary>Returns the entries of a split's members.</summary>
    private T[] MembersOf<T>(int split, T[] members) => members[(split * spec.Network.Ensemble)..((split + 1) * spec.Network.Ensemble)];

    /// <summary>Repeats the entry of each split for each of its members.</summary>
    private IEnumerable<T> RepeatPerMember<T>(IEnumerable<T> splits) => splits.SelectMany(split => Enumerable.Repeat(split, spec.Network.Ensemble));

    /// <summary>Returns the mean outputs of each split's networks for the rows of the split.</summary>
    private float[][] Predict(RowSet set, CancellationToken cancellationToken)
    {
        var members = trainer.Predict(set, cancellationToken);
        return [.. splits.Select((_, split) => Ensemble.AverageOutputs(data.Task, MembersOf(split, members)))];
    }

    private EpochScores CreateScores(
        int split, int epoch, TimeSpan elapsed, RunningMetrics.EpochMeans[] learned,
        float[] validated, double learningRate, LayerMetrics[][] layers) => new(
        splits[split].Fold,
        epoch,
        elapsed.TotalSeconds,
        splitData.PreparedFor(split).ComputeTrainMetrics(learned.Average(member => member.Loss), learned.Average(member => member.Accuracy)),
        ValidationPredictions(split, validated)?.ComputeEpochMetrics(data.Classes),
        learningRate,
        learned.Average(member => member.GradientNorm),
        LayerStatistics.Average(layers));

    /// <summary>
    /// Evaluates the kept epochs. Evaluating a row costs about a third of training on it, and the user who stops a training waits for the
    /// result. So after a stop only a sample of the training rows is evaluated.
    /// </summary>
    private IReadOnlyList<SplitResult> EvaluateSplits(int[] epochs, SplitProgress[] progress, StopCondition limit)
    {
        var maximum = limit.IsMet ? MaximumTrainRowsAfterStop : int.MaxValue;
        var train = Predict(splitData.Train.SampleAtMost(maximum), limit.CancellationToken);
        var isLastKept = validationOutputs is not null && Array.TrueForAll(epochs, kept => kept == completedEpochs);
        var validation = isLastKept ? validationOutputs! : Predict(splitData.Validation, limit.CancellationToken);
        return
        [
            .. splits
                .Select((each, split) => EvaluateSplit(
                    split, epochs[split], progress[split].History, RowSet.SampleAtMost(each.Train, maximum), train[split], validation[split]))
                .OrderBy(result => result.Split.Fold),
        ];
    }

    private SplitResult EvaluateSplit(int split, int epoch, IReadOnlyList<EpochScores> history, long[] trainRows, float[] train, float[] validation)
    {
        var learned = splitData.PreparedFor(split).ToPredictions(train, trainRows, data.TrainTargets.SelectRows(trainRows));

        // Without validation rows, the weights after the last step have not been checked yet.
        var scores = history[^1] with { Epoch = epoch, Train = new Metrics { Loss = learned.Loss }, Validation = null };
        return DivergedException.Detect(scores, InitialLoss(split)) is { } diverged
            ? throw diverged
            : new SplitResult(splits[split], epoch, history, baselineLosses[split],
                learned.ComputeMetrics(data.Classes), ValidationPredictions(split, validation));
    }

    /// <summary>
    /// Returns the mean loss of the first batch over the split's networks, or the baseline loss if that is larger: a small first batch can
    /// have a low loss by chance.
    /// </summary>
    private double InitialLoss(int split) => Math.Max(baselineLosses[split], MembersOf(split, trainer.InitialLosses).Average());

    private Predictions? ValidationPredictions(int split, float[] outputs) => outputs.Length == 0
        ? null
        : splitData.PreparedFor(split).ToPredictions(outputs, splits[split].Validation, splitData.ValidationTargets(split));
}
