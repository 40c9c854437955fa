using LearnML.Contracts;
using LearnML.Training.Evaluation;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>
/// The rows that a stack's members learn from and are scored on. Where inputs depend on the rows that are trained on, each
/// split has all rows as inputs of its own, one split after another; otherwise all look at the same.
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

    /// <summary>Numbers per row, of each member.</summary>
    public IReadOnlyList<int> Widths => EachMember(split => Prepared(split).Samples.Width);

    /// <summary>The dataset's test part, for every member.</summary>
    public RowSet Test => new(data.TestSamples!, EachMember(_ => data.TestRows));

    public PreparedData Prepared(int split) => prepared[prepared.Length == 1 ? 0 : split];

    public Truth ValidationTruth(int split) => (spec.Validation.TestPart ? data.Test : data.Train).Of(splits[split].Validation);

    /// <summary>[members, classes], how much a row of each class counts; null where all count alike.</summary>
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

    private T[] EachMember<T>(Func<int, T> ofSplit) =>
        [.. splits.SelectMany((_, split) => Enumerable.Repeat(ofSplit(split), spec.Network.Ensemble))];

    private long[] Rows(int split, long[] rows)
    {
        var offset = prepared.Length == 1 ? 0 : (long)split * data.Train.Count;
        return offset == 0 ? rows : Array.ConvertAll(rows, row => row + offset);
    }

    /// <summary>rows / (classes · rows of the class); 0 for a class without rows.</summary>
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
