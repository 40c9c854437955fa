using LearnML.Contracts;
using LearnML.Training.Datasets;
using LearnML.Training.Evaluation;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>What a spec learns from: rows with what they really are, and how they become inputs.</summary>
internal abstract class LearningData : IDisposable
{
    /// <summary>What a spec learns from a dataset.</summary>
    public static LearningData Of(JobSpec spec, Dataset dataset, Device device) => dataset switch
    {
        ImageDataset images => new ImageLearningData(images, device),
        TableDataset table => new TableLearningData(spec, table, device),
        _ => throw new ArgumentOutOfRangeException(nameof(dataset), dataset, null),
    };

    /// <summary>What is predicted.</summary>
    public abstract LearningTask Task { get; }

    /// <summary>The class names, by class index; empty for numbers.</summary>
    public abstract IReadOnlyList<string> Classes { get; }

    /// <summary>What a network puts out for a row: a logit for each class, or one number.</summary>
    public int Outputs => Task == LearningTask.Classification ? Classes.Count : 1;

    /// <summary>About how many inputs a row has.</summary>
    public abstract int Width { get; }

    /// <summary>What the rows of the training part are.</summary>
    public abstract Truth Train { get; }

    /// <summary>What the rows of the test part are; none where there is no such part.</summary>
    public abstract Truth Test { get; }

    /// <summary>The training rows of which the target is known, in order.</summary>
    public abstract long[] Rows { get; }

    /// <summary>The rows of the test part of which the target is known.</summary>
    public long[] TestRows => [.. Enumerable.Range(0, Test.Count).Select(row => (long)row)];

    /// <summary>The group of each of <see cref="Rows"/>, by the column that the spec names; empty where it names none.</summary>
    public abstract int[] Groups { get; }

    /// <summary>The inputs of the test part; null where there is none.</summary>
    public abstract Samples? TestSamples { get; }

    /// <summary>Whether the inputs depend on the rows that are trained on.</summary>
    public abstract bool DependsOnRows { get; }

    /// <summary>The training part as inputs, by statistics of <paramref name="trainRows"/> only, where it depends on them.</summary>
    public abstract PreparedData Prepare(long[] trainRows);

    /// <inheritdoc/>
    public abstract void Dispose();
}
