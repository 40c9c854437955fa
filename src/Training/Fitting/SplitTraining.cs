using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Devices;
using LearnML.Training.Evaluation;
using LearnML.Training.Networks;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>
/// Trains the networks of one or several splits in lockstep, as members of one batched network. Each split has as many members as the spec's
/// ensemble has networks. The members of a split follow each other.
/// </summary>
internal sealed class SplitTraining : IDisposable
{
    private const int TrainRowsAfterStop = 4096;

    private readonly JobSpec spec;
    private readonly LearningData data;
    private readonly IReadOnlyList<Split> splits;
    private readonly StackData rows;
    private readonly StackRandom random;
    private readonly Objective objective;
    private readonly Trainer trainer;
    private readonly double[] silentLosses;
    private readonly KeptWeights kept;
    private IReadOnlyList<EpochScores> before = [];
    private IReadOnlyList<byte[]> shuffledFrom = [];
    private float[][]? validated;
    private int epoch;

    /// <param name="spec">The spec of the job.</param>
    /// <param name="data">The data to train on.</param>
    /// <param name="splits">The splits to train together.</param>
    /// <param name="device">The device to train on.</param>
    public SplitTraining(JobSpec spec, LearningData data, IEnumerable<Split> splits, Device device)
    {
        (this.spec, this.data) = (spec, data);

        // The batched network requires that the members with the most rows come first.
        this.splits = [.. splits.OrderByDescending(split => split.Train.Length)];
        rows = new StackData(spec, data, this.splits);
        random = new StackRandom(spec.Training.Seed, this.splits.SelectMany(Members));
        Stack = new Stack(spec.Network, rows.Widths, data.Outputs, device, random, spec.Training.Precision);
        objective = new Objective(data.Task, rows.ClassWeights()?.to(device), spec.Training.LabelSmoothing);
        trainer = new Trainer(spec, Stack, objective);
        kept = new KeptWeights(Stack, this.splits.Count);
        silentLosses = [.. this.splits.Select((split, index) => rows.Prepared(index).SilentLoss(data.Train.Of(split.Train), data.Outputs))];
    }

    /// <summary>The networks, starting with those of the split that has the most training rows.</summary>
    public Stack Stack { get; }

    /// <summary>The numbers of the folds being trained, in ascending order; empty without cross-validation and for the final network.</summary>
    public IReadOnlyList<int> Folds => [.. splits.Select(split => split.Fold).OfType<int>().Order()];

    /// <summary>The number of parameters of the networks of one split.</summary>
    public long Parameters => Stack.Count / splits.Count;

    /// <summary>The number of rows with a target in the training part, including the rows held out for validation.</summary>
    public long Rows => data.Rows.LongLength;

    /// <summary>The number of completed epochs.</summary>
    public int Epoch => epoch;

    /// <summary>The encoded data of the split with the most training rows.</summary>
    public PreparedData Prepared => rows.Prepared(0);

    /// <summary>Trains all epochs, then loads the weights of the kept epochs into the network.</summary>
    /// <param name="epochs">The number of epochs, including those that a restored checkpoint contains.</param>
    /// <param name="keep">The epoch whose weights and scores are kept.</param>
    /// <param name="limit">Decides whether to stop early.</param>
    /// <param name="run">Receives the progress, and restores a checkpoint if there is one.</param>
    /// <returns>The result of each split, in the order of the folds.</returns>
    /// <exception cref="DivergedException">The loss became too large, or a loss, gradient or layer is no longer finite.</exception>
    /// <exception cref="OperationCanceledException">The training was cancelled or released.</exception>
    public IReadOnlyList<SplitResult> Run(int epochs, KeptEpoch keep, TrainingLimit limit, RunProgress run)
    {
        using var singleThread = Lockstep.IsTiny(spec, data, Stack.Members) ? new OneThread() : null;
        run.Begin(this);
        SplitProgress[] progress = [.. splits.Select(split => new SplitProgress(spec, keep, before.Where(scores => scores.Fold == split.Fold)))];
        var rates = new LearningRates(spec.Optimizer, epochs);
        using var watch = new LayerWatch(Stack, rows.Train);
        while (epoch < epochs && !(epoch > 0 && limit.IsReached) && !Array.TrueForAll(progress, split => split.HasEnded))
        {
            using var order = Shuffle();
            var epochRates = new EpochRates(
                rates, epoch + 1, rows.Train.Steps(spec.Training.BatchSize), [.. Each(progress.Select(split => split.Plateau))]);
            var learned = trainer.Learn(rows.Train, order, epochRates, limit, counts => run.BatchEnded(RowsInTraining(counts)));
            validated = Said(rows.Validation, limit.Cancellation);
            var layers = watch.Look(learned);
            var ended = new List<EpochScores>();
            DivergedException? diverged = null;
            epoch++;
            for (var split = 0; split < splits.Count; split++)
            {
                if (progress[split].HasEnded)
                {
                    continue;
                }

                var learningRate = epochRates.Last[split * spec.Network.Ensemble];
                var scores = Scores(split, epoch, limit.Elapsed, Own(split, learned), validated[split], learningRate, Own(split, layers));
                if (DivergedException.Of(scores, FirstLoss(split)) is { } exception)
                {
                    diverged ??= exception;
                    ended.AddRange(scores.AreFinite ? [scores] : []);
                    continue;
                }

                progress[split].Take(scores);
                kept.Offer(split, epoch, progress[split].Value);
                if (progress[split].HasEnded)
                {
                    kept.End(split);
                }

                ended.Add(scores);
            }

            ended.Sort((one, other) => Nullable.Compare(one.Fold, other.Fold));
            if (diverged is not null)
            {
                run.Tell(ended);
                throw diverged;
            }

            run.EpochEnded(ended, isLast: limit.IsReached);
        }

        kept.Restore();
        return Results(kept.Epochs, progress, limit);

        long RowsInTraining(long[] counts) => counts.Where((_, member) => !progress[member / spec.Network.Ensemble].HasEnded).Sum();
    }

    /// <summary>Measures the untrained networks of the first split on one batch, with a learning rate of 0.</summary>
    public EpochScores Beginning()
    {
        var batch = rows.Train.Sample(spec.Training.BatchSize);
        var zeroRates = new LearningRates(spec.Optimizer with { LearningRate = 0, Schedule = new ScheduleSpec() }, epochs: 1);
        using var order = batch.InOrder();
        using var watch = new LayerWatch(Stack, rows.Train);
        var learned = trainer.Learn(
            batch,
            order,
            new EpochRates(zeroRates, 1, batch.Steps(spec.Training.BatchSize), [.. batch.Rows.Select(_ => 1.0)]),
            TrainingLimit.None,
            _ => { });
        return Scores(0, epoch: 1, TimeSpan.Zero, Own(0, learned), validated: [], learningRate: 0, Own(0, watch.Look(learned)));
    }

    /// <summary>Saves everything that the next batch depends on to the state, or restores it from the state.</summary>
    /// <param name="state">The training state to write to or to read from.</param>
    /// <param name="history">The scores of the epochs that the run has reported.</param>
    public void Carry(TrainingState state, IReadOnlyList<EpochScores> history)
    {
        epoch = state.Value("epoch", epoch);
        Stack.Carry(state);
        trainer.Carry(state);
        kept.Carry(state);
        random.Carry(state);
        if (trainer.IsWithinEpoch)
        {
            shuffledFrom = state.Value("shuffledFrom", shuffledFrom);
        }

        before = history;
    }

    /// <summary>Returns the predictions of the first split's networks for the test part; null if there is no test part.</summary>
    public Answers? Test(CancellationToken cancellation) => data.TestSamples is null
        ? null
        : Prepared.Read(Said(rows.Test, cancellation)[0], data.TestRows, data.Test);

    public void Dispose()
    {
        kept.Dispose();
        trainer.Dispose();
        objective.Dispose();
        Stack.Dispose();
        random.Dispose();
        rows.Dispose();
    }

    /// <summary>Shuffles the rows for an epoch. If the training was resumed within an epoch, returns the same order as before.</summary>
    private RowOrder Shuffle()
    {
        if (!trainer.IsWithinEpoch)
        {
            shuffledFrom = random.State;
            return rows.Train.Shuffle(random);
        }

        var now = random.State;
        random.State = shuffledFrom;
        var order = rows.Train.Shuffle(random);
        random.State = now;
        return order;
    }

    /// <summary>
    /// Returns the ids of a split's members, which select their random numbers. The ids depend only on the fold, so that a fold draws the same
    /// numbers with any other folds beside it.
    /// </summary>
    private IEnumerable<int> Members(Split split) => Enumerable.Range((split.Fold ?? 0) * spec.Network.Ensemble, spec.Network.Ensemble);

    /// <summary>Returns the entries of a split's members.</summary>
    private T[] Own<T>(int split, T[] members) => members[(split * spec.Network.Ensemble)..((split + 1) * spec.Network.Ensemble)];

    /// <summary>Repeats the entry of each split for each of its members.</summary>
    private IEnumerable<T> Each<T>(IEnumerable<T> splits) => splits.SelectMany(split => Enumerable.Repeat(split, spec.Network.Ensemble));

    /// <summary>Returns the mean outputs of each split's networks for the rows of the split.</summary>
    private float[][] Said(RowSet set, CancellationToken cancellation)
    {
        var members = trainer.Evaluate(set, cancellation);
        return [.. splits.Select((_, split) => Ensemble.Mean(data.Task, Own(split, members)))];
    }

    private EpochScores Scores(
        int split, int epoch, TimeSpan elapsed, EpochTotals.Means[] learned, float[] validated, double learningRate, LayerMetrics[][] layers) => new(
        splits[split].Fold,
        epoch,
        elapsed.TotalSeconds,
        rows.Prepared(split).Learned(learned.Average(member => member.Loss), learned.Average(member => member.Accuracy)),
        Validation(split, validated)?.BriefMetrics(data.Classes),
        learningRate,
        learned.Average(member => member.GradientNorm),
        LayerWatch.Mean(layers));

    /// <summary>
    /// Evaluates the kept epochs. Evaluating a row costs about a third of training on it, and the user who stops a training waits for the
    /// result. So after a stop only a sample of the training rows is evaluated.
    /// </summary>
    private IReadOnlyList<SplitResult> Results(int[] epochs, SplitProgress[] progress, TrainingLimit limit)
    {
        var maximum = limit.IsReached ? TrainRowsAfterStop : int.MaxValue;
        var train = Said(rows.Train.Sample(maximum), limit.Cancellation);
        var isLastKept = validated is not null && Array.TrueForAll(epochs, kept => kept == epoch);
        var validation = isLastKept ? validated! : Said(rows.Validation, limit.Cancellation);
        return
        [
            .. splits
                .Select((each, split) => Result(
                    split, epochs[split], progress[split].History, RowSet.Sample(each.Train, maximum), train[split], validation[split]))
                .OrderBy(result => result.Split.Fold),
        ];
    }

    private SplitResult Result(int split, int epoch, IReadOnlyList<EpochScores> history, long[] trainRows, float[] train, float[] validation)
    {
        var learned = rows.Prepared(split).Read(train, trainRows, data.Train.Of(trainRows));

        // Without validation rows, the weights after the last step have not been checked yet.
        var scores = history[^1] with { Epoch = epoch, Train = new Metrics { Loss = learned.Loss }, Validation = null };
        return DivergedException.Of(scores, FirstLoss(split)) is { } diverged
            ? throw diverged
            : new SplitResult(splits[split], epoch, history, silentLosses[split], learned.Metrics(data.Classes), Validation(split, validation));
    }

    /// <summary>
    /// Returns the mean loss of the first batch over the split's networks, or the baseline loss if that is larger: a small first batch can
    /// have a low loss by chance.
    /// </summary>
    private double FirstLoss(int split) => Math.Max(silentLosses[split], Own(split, trainer.FirstLosses).Average());

    private Answers? Validation(int split, float[] outputs) => outputs.Length == 0
        ? null
        : rows.Prepared(split).Read(outputs, splits[split].Validation, rows.ValidationTruth(split));
}
