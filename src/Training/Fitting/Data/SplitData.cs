using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Networks.Planning;
using LearnML.Training.Randomness;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Data;

/// <summary>
/// The rows that the members of a batched network are trained and scored on. If the preprocessing depends on the training rows, splits with
/// different ones have their own copies of all rows, stored one after another. Otherwise all splits share one copy.
/// </summary>
internal sealed class SplitData : IDisposable
{
    private const int MaximumBackgroundRows = 64;
    private const int MaximumBackgroundValues = 1 << 17;

    private readonly JobSpec spec;
    private readonly TrainingData data;
    private readonly IReadOnlyList<Split> splits;
    private readonly PreparedData[] prepared;
    private readonly int[] copyOf;
    private readonly TensorDataset samples;

    /// <param name="spec">The spec of the job.</param>
    /// <param name="data">The data to train on.</param>
    /// <param name="splits">The splits to train together.</param>
    public SplitData(JobSpec spec, TrainingData data, IReadOnlyList<Split> splits)
    {
        (this.spec, this.data, this.splits) = (spec, data, splits);
        Members = new SplitMembers(splits, spec.Network.Ensemble);
        long[][] fitted = data.DependsOnTrainRows ? [.. splits.Select(split => split.Train).Distinct()] : [[]];
        copyOf = [.. splits.Select(split => Math.Max(0, Array.IndexOf(fitted, split.Train)))];
        prepared = Array.ConvertAll(fitted, data.Prepare);
        samples = prepared.Length == 1 ? prepared[0].Data : TensorDataset.Concat([.. prepared.Select(each => each.Data)]);
        Train = new RowSet(samples, Members.Repeat(split => OffsetRows(split, splits[split].Train)));
        Validation = spec.Validation.TestPart
            ? new RowSet(data.TestData!, Members.Repeat(split => splits[split].Validation))
            : new RowSet(samples, Members.Repeat(split => OffsetRows(split, splits[split].Validation)));
    }

    public SplitMembers Members { get; }

    public RowSet Train { get; }

    public RowSet Validation { get; }

    /// <summary>The inputs of each member.</summary>
    public IReadOnlyList<NetworkInputs> Inputs => Members.Repeat(split => PreparedFor(split).Inputs);

    /// <summary>The test rows, encoded as the first split's.</summary>
    public RowSet Test => new(data.EncodeTest(PreparedFor(0))!, Members.Repeat(_ => data.TestRows));

    /// <summary>The number of inputs per row: the most of all splits. Others have zeros at the end.</summary>
    public int Width => samples.Width;

    public PreparedData PreparedFor(int split) => prepared[copyOf[split]];

    public Targets ValidationTargets(int split) =>
        (spec.Validation.TestPart ? data.TestTargets : data.TrainTargets).SelectRows(splits[split].Validation);

    /// <summary>
    /// Returns random training rows of the first split, in the memory of the process: at most 64, and fewer of many inputs, so that a checkpoint with
    /// them stays small.
    /// </summary>
    public float[] ReadBackground()
    {
        var train = splits[0].Train;
        var count = Math.Min(train.Length, Math.Clamp(MaximumBackgroundValues / Width, 1, MaximumBackgroundRows));
        var random = new SplitMix64(unchecked((ulong)spec.Training.Seed));
        var chosen = new SortedSet<long>();
        while (chosen.Count < count)
        {
            chosen.Add(train[random.NextInt32(train.Length)]);
        }

        return samples.ReadRows(OffsetRows(0, [.. chosen]));
    }

    /// <summary>Returns at most <paramref name="maximum"/> validation rows of a split, evenly spaced, in the memory of the process.</summary>
    public (float[] Inputs, Targets Targets) ReadValidation(int split, int maximum)
    {
        var rows = RowSet.SampleAtMost(splits[split].Validation, maximum);
        return spec.Validation.TestPart
            ? (data.TestData!.ReadRows(rows), data.TestTargets.SelectRows(rows))
            : (samples.ReadRows(OffsetRows(split, rows)), data.TrainTargets.SelectRows(rows));
    }

    /// <summary>Returns at most <paramref name="maximum"/> test rows, evenly spaced, in the memory of the process.</summary>
    public (float[] Inputs, Targets Targets) ReadTest(int maximum)
    {
        var places = RowSet.SampleAtMost([.. Enumerable.Range(0, data.TestRows.Length).Select(place => (long)place)], maximum);
        var rows = Array.ConvertAll(places, place => data.TestRows[place]);
        return (data.EncodeTest(PreparedFor(0))!.ReadRows(rows), data.TestTargets.SelectRows(places));
    }

    /// <summary>Returns the weight of each class in the loss, [members, classes]; null if all classes have the same weight.</summary>
    public Tensor? ClassWeights()
    {
        if (spec.Training.ClassWeights == Contracts.ClassWeights.None)
        {
            return null;
        }

        var weights = Members.Repeat(split => BalancedWeights(data.TrainTargets.SelectRows(splits[split].Train)));
        return tensor(weights.SelectMany(member => member).ToArray(), [Train.Rows.Count, data.OutputWidth]);
    }

    public void Dispose()
    {
        samples.Dispose();
        foreach (var each in prepared)
        {
            each.Dispose();
        }
    }

    private long[] OffsetRows(int split, long[] rows)
    {
        var offset = (long)copyOf[split] * data.TrainTargets.Count;
        return offset == 0 ? rows : Array.ConvertAll(rows, row => row + offset);
    }

    /// <summary>
    /// Returns rows / (classes · rows of the class) for each class, as scikit-learn's "balanced" weights; 0 for a class without rows. Rows with
    /// weights count with their weights.
    /// </summary>
    private float[] BalancedWeights(Targets targets)
    {
        var counts = new double[data.OutputWidth];
        foreach (var (row, index) in targets.Classes.Index())
        {
            counts[index] += targets.WeightOf(row);
        }

        return Array.ConvertAll(counts, count => count == 0 ? 0 : (float)targets.TotalWeight / counts.Length / (float)count);
    }
}
