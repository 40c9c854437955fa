using LearnML.Contracts;
using LearnML.Training.Datasets;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting;
using LearnML.Training.Preprocessing;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting;

/// <summary>
/// 120 rows of a number and one of twelve categories, some of them rare. Of the categories only those of the rows that are
/// trained on are inputs, so that folds have inputs, and layers, of different widths; and the target goes by their moments.
/// The first row's target is missing.
/// </summary>
internal sealed class MixedRows : LearningData
{
    private const int Count = 120;

    private readonly float[] numbers = new float[Count];
    private readonly int[] categories = new int[Count];
    private readonly float[] targets = new float[Count];

    public MixedRows()
    {
        var random = new SplitMix64(11);
        for (var row = 0; row < Count; row++)
        {
            (numbers[row], categories[row]) = ((float)random.Normal(), row % 40 < 4 ? 8 + (row % 4) : random.Below(8));
            targets[row] = (float)(50 + (10 * numbers[row]) + (5 * categories[row]) + random.Normal());
        }

        targets[0] = float.NaN;
        Train = new Truth([], targets);
    }

    /// <summary>The rows that inputs were asked for, in turn.</summary>
    public List<long[]> Asked { get; } = [];

    public override LearningTask Task => LearningTask.Regression;

    public override IReadOnlyList<string> Classes => [];

    public override int Width => 13;

    public override Truth Train { get; }

    public override Truth Test => new([], []);

    public override long[] Rows { get; } = [.. Enumerable.Range(1, Count - 1).Select(row => (long)row)];

    /// <summary>The categories: groups of very different sizes.</summary>
    public override int[] Groups => categories[1..];

    public override Samples? TestSamples => null;

    public override bool DependsOnRows => true;

    public override PreparedData Prepare(long[] trainRows)
    {
        Asked.Add(trainRows);
        using var scope = NewDisposeScope();
        var known = trainRows.Select(row => categories[row]).Distinct().Order().ToArray();
        var mean = trainRows.Average(row => numbers[row]);
        var inputs = Enumerable.Range(
            0, Count).SelectMany(row => known.Select(category => category == categories[row] ? 1f : 0).Prepend(numbers[row] - mean)).ToArray();
        var target = TargetEncoding.Fit(TargetTransform.Standardize, Train.Of(trainRows).Values);
        return new PreparedData(new Samples(tensor(inputs, [Count, known.Length + 1]), tensor(target.Encode(targets))), Target: target);
    }

    public override void Dispose()
    {
    }
}
