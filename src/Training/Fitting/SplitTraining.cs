using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Devices;
using LearnML.Training.Evaluation;
using LearnML.Training.Networks;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>
/// Trains the networks of one or several splits in lockstep: each split has as many members in the stack as the spec's
/// ensemble has networks, one after another.
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

    /// <param name="spec">What to train.</param>
    /// <param name="data">What to learn from.</param>
    /// <param name="splits">Its splits.</param>
    /// <param name="device">Where to train.</param>
    public SplitTraining(JobSpec spec, LearningData data, IEnumerable<Split> splits, Device device)
    {
        (this.spec, this.data) = (spec, data);

        // A stack takes the members with the most rows first.
        this.splits = [.. splits.OrderByDescending(split => split.Train.Length)];
        rows = new StackData(spec, data, this.splits);
        random = new StackRandom(spec.Training.Seed, this.splits.SelectMany(Members));
        Stack = new Stack(spec.Network, rows.Widths, data.Outputs, device, random, spec.Training.Precision);
        objective = new Objective(data.Task, rows.ClassWeights()?.to(device), spec.Training.LabelSmoothing);
        trainer = new Trainer(spec, Stack, objective);
        kept = new KeptWeights(Stack, this.splits.Count);
        silentLosses = [.. this.splits.Select((split, index) => rows.Prepared(index).SilentLoss(data.Train.Of(split.Train), data.Outputs))];
    }

    /// <summary>The networks, those of the split with the most rows first.</summary>
    public Stack Stack { get; }

    /// <summary>The folds that are trained, in order; none outside of a cross-validation and for its final network.</summary>
    public IReadOnlyList<int> Folds => [.. splits.Select(split => split.Fold).OfType<int>().Order()];

    /// <summary>Numbers of the networks of a split.</summary>
    public long Parameters => Stack.Count / splits.Count;

    /// <summary>Rows of the training part, those that are held out for validation included.</summary>
    public long Rows => data.Rows.LongLength;

    /// <summary>Completed epochs.</summary>
    public int Epoch => epoch;

    /// <summary>How the rows of that split became inputs.</summary>
    public PreparedData Prepared => rows.Prepared(0);

    /// <summary>Trains epoch by epoch and leaves the kept epochs' weights in the stack.</summary>
    /// <param name="epochs">How many epochs, those before the latest checkpoint included.</param>
    /// <param name="keep">Which epoch's weights and scores to keep.</param>
    /// <param name="limit">Ends it early.</param>
    /// <param name="run">Is told how it goes, and may know where to go on.</param>
    /// <exception cref="DivergedException">An epoch's loss or gradient is no longer finite.</exception>
    public IReadOnlyList<SplitResult> Run(int epochs, KeptEpoch keep, TrainingLimit limit, RunProgress run)
    {
        using var alone = Lockstep.IsTiny(spec, data, Stack.Members) ? new OneThread() : null;
        run.Begin(this);
        SplitProgress[] progress = [.. splits.Select(split => new SplitProgress(spec, keep, before.Where(scores => scores.Fold == split.Fold)))];
        var rates = new LearningRates(spec.Optimizer, epochs);
        using var watch = new LayerWatch(Stack, rows.Train);
        while (epoch < epochs && !(epoch > 0 && limit.IsReached) && !Array.TrueForAll(progress, split => split.HasEnded))
        {
            using var order = Shuffle();
            var ofSteps = new EpochRates(rates, epoch + 1, rows.Train.Steps(spec.Training.BatchSize), [.. Each(progress.Select(split => split.Plateau))]);
            var learned = trainer.Learn(rows.Train, order, ofSteps, limit, counts => run.BatchEnded(counts.Where((_, member) => !progress[member / spec.Network.Ensemble].HasEnded).Sum()));
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

                var scores = Scores(split, epoch, limit.Elapsed, Own(split, learned), validated[split], ofSteps.Last[split * spec.Network.Ensemble], Own(split, layers));
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
    }

    /// <summary>What the networks of the first split, not trained yet, show in a batch without a step.</summary>
    public EpochScores Beginning()
    {
        var batch = rows.Train.Sample(spec.Training.BatchSize);
        var still = new LearningRates(spec.Optimizer with { LearningRate = 0, Schedule = new ScheduleSpec() }, epochs: 1);
        using var order = batch.InOrder();
        using var watch = new LayerWatch(Stack, rows.Train);
        var learned = trainer.Learn(
            batch, order, new EpochRates(still, 1, batch.Steps(spec.Training.BatchSize), [.. batch.Rows.Select(_ => 1.0)]), TrainingLimit.None, _ => { });
        return Scores(0, epoch: 1, TimeSpan.Zero, Own(0, learned), validated: [], learningRate: 0, Own(0, watch.Look(learned)));
    }

    /// <summary>Carries all that the next batch depends on.</summary>
    /// <param name="state">The state.</param>
    /// <param name="history">The epochs that the run has told.</param>
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

    /// <summary>What the networks of the first split say of the dataset's test part; null where there is none.</summary>
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

    /// <summary>The order of an epoch; of one that the latest checkpoint was within, the same again.</summary>
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

    /// <summary>The members of a fold draw from numbers of their own, whichever folds they are trained with.</summary>
    private IEnumerable<int> Members(Split split) => Enumerable.Range((split.Fold ?? 0) * spec.Network.Ensemble, spec.Network.Ensemble);

    /// <summary>A split's own share of what there is for each member.</summary>
    private T[] Own<T>(int split, T[] members) => members[(split * spec.Network.Ensemble)..((split + 1) * spec.Network.Ensemble)];

    /// <summary>For each member what there is for its split.</summary>
    private IEnumerable<T> Each<T>(IEnumerable<T> splits) => splits.SelectMany(split => Enumerable.Repeat(split, spec.Network.Ensemble));

    /// <summary>What the networks of each split say together of its rows.</summary>
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
    /// What the kept epochs came to. Whoever tells a training to end waits for it, and a row costs a third of what it costs to
    /// learn from: then a sample of the training rows has to do.
    /// </summary>
    private IReadOnlyList<SplitResult> Results(int[] epochs, SplitProgress[] progress, TrainingLimit limit)
    {
        var most = limit.IsReached ? TrainRowsAfterStop : int.MaxValue;
        var train = Said(rows.Train.Sample(most), limit.Cancellation);
        var validation = validated is not null && Array.TrueForAll(epochs, kept => kept == epoch) ? validated : Said(rows.Validation, limit.Cancellation);
        return [.. splits.Select((each, split) => Result(split, epochs[split], progress[split].History, RowSet.Sample(each.Train, most), train[split], validation[split]))
            .OrderBy(result => result.Split.Fold)];
    }

    private SplitResult Result(int split, int epoch, IReadOnlyList<EpochScores> history, long[] trainRows, float[] train, float[] validation)
    {
        var learned = rows.Prepared(split).Read(train, trainRows, data.Train.Of(trainRows));

        // Without validation rows nothing has looked at the last step yet.
        var scores = history[^1] with { Epoch = epoch, Train = new Metrics { Loss = learned.Loss }, Validation = null };
        return DivergedException.Of(scores, FirstLoss(split)) is { } diverged
            ? throw diverged
            : new SplitResult(splits[split], epoch, history, silentLosses[split], learned.Metrics(data.Classes), Validation(split, validation));
    }

    /// <summary>
    /// The mean over the split's networks of the loss of their first batch; that of saying nothing, where it is larger: a first
    /// batch of few rows may happen to fit.
    /// </summary>
    private double FirstLoss(int split) => Math.Max(silentLosses[split], Own(split, trainer.FirstLosses).Average());

    private Answers? Validation(int split, float[] outputs) => outputs.Length == 0
        ? null
        : rows.Prepared(split).Read(outputs, splits[split].Validation, rows.ValidationTruth(split));
}
