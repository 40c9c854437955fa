using LearnML.Contracts;
using LearnML.Training.Evaluation;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>
/// The rows that the members of a batched network are trained and scored on. If the preprocessing depends on the training rows, each split
/// has its own copy of all rows, stored one split after another. Otherwise all splits share one copy.
/// </summary>
internal sealed class StackData : IDisposable
{
    private readonly JobSpec spec;
    private readonly LearningData data;
    private readonly IReadOnlyList<Split> splits;
    private readonly PreparedData[] prepared;
    private readonly Samples samples;

    public StackData(JobSpec spec, LearningData data, IReadOnlyList<Split> splits)
    {
        (this.spec, this.data, this.splits) = (spec, data, splits);
        prepared = data.DependsOnRows ? [.. splits.Select(split => data.Prepare(split.Train))] : [data.Prepare([])];
        samples = prepared.Length == 1 ? prepared[0].Samples : Samples.Join([.. prepared.Select(each => each.Samples)]);
        Train = new RowSet(samples, EachMember(split => Rows(split, splits[split].Train)));
        Validation = spec.Validation.TestPart
            ? new RowSet(data.TestSamples!, EachMember(split => splits[split].Validation))
            : new RowSet(samples, EachMember(split => Rows(split, splits[split].Validation)));
    }

    public RowSet Train { get; }

    public RowSet Validation { get; }

    /// <summary>The number of inputs per row, for each member.</summary>
    public IReadOnlyList<int> Widths => EachMember(split => Prepared(split).Samples.Width);

    /// <summary>The dataset's test part, the same for every member.</summary>
    public RowSet Test => new(data.TestSamples!, EachMember(_ => data.TestRows));

    public PreparedData Prepared(int split) => prepared[prepared.Length == 1 ? 0 : split];

    public Truth ValidationTruth(int split) => (spec.Validation.TestPart ? data.Test : data.Train).Of(splits[split].Validation);

    /// <summary>Returns the weight of each class in the loss, [members, classes]; null if all classes have the same weight.</summary>
    public Tensor? ClassWeights()
    {
        if (spec.Training.ClassWeights == Contracts.ClassWeights.None)
        {
            return null;
        }

        var weights = EachMember(split => Balanced(data.Train.Of(splits[split].Train).Classes)).SelectMany(member => member).ToArray();
        return tensor(weights, [Train.Rows.Count, data.Outputs]);
    }

    public void Dispose()
    {
        samples.Dispose();
        foreach (var each in prepared)
        {
            each.Dispose();
        }
    }

    private T[] EachMember<T>(Func<int, T> valueOfSplit) =>
        [.. splits.SelectMany((_, split) => Enumerable.Repeat(valueOfSplit(split), spec.Network.Ensemble))];

    private long[] Rows(int split, long[] rows)
    {
        var offset = prepared.Length == 1 ? 0 : (long)split * data.Train.Count;
        return offset == 0 ? rows : Array.ConvertAll(rows, row => row + offset);
    }

    /// <summary>
    /// Returns rows / (classes · rows of the class) for each class, as scikit-learn's "balanced" weights; 0 for a class without rows.
    /// </summary>
    private float[] Balanced(int[] classes)
    {
        var counts = new int[data.Outputs];
        foreach (var index in classes)
        {
            counts[index]++;
        }

        return Array.ConvertAll(counts, count => count == 0 ? 0 : (float)classes.Length / counts.Length / count);
    }
}
