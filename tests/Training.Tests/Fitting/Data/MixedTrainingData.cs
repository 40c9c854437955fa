using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Networks.Planning;
using LearnML.Training.Preprocessing;
using LearnML.Training.Randomness;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Fitting.Data;

/// <summary>
/// Training data of 120 rows with a number and one of twelve categories, some of them rare. Only categories that occur in the training
/// rows are inputs, so folds have inputs and layers of different widths. The target is standardized on the training rows. The target of
/// the first row is missing.
/// </summary>
internal sealed class MixedTrainingData : TrainingData
{
    private const int Count = 120;

    private readonly float[] numbers = new float[Count];
    private readonly int[] categories = new int[Count];
    private readonly float[] targets = new float[Count];

    public MixedTrainingData()
    {
        var random = new SplitMix64(11);
        for (var row = 0; row < Count; row++)
        {
            (numbers[row], categories[row]) = ((float)random.NextNormal(), row % 40 < 4 ? 8 + (row % 4) : random.NextInt32(8));
            targets[row] = (float)(50 + (10 * numbers[row]) + (5 * categories[row]) + random.NextNormal());
        }

        targets[0] = float.NaN;
        TrainTargets = new Targets([], targets);
    }

    /// <summary>The training rows of each call to <see cref="Prepare"/>.</summary>
    public List<long[]> PreparedRows { get; } = [];

    public override LearningTask Task => LearningTask.Regression;

    public override IReadOnlyList<string> Classes => [];

    public override NetworkInputs Inputs => 13;

    public override Targets TrainTargets { get; }

    public override Targets TestTargets => new([], []);

    public override long[] TrainRows { get; } = [.. Enumerable.Range(1, Count - 1).Select(row => (long)row)];

    /// <summary>The categories, which are groups of very different sizes.</summary>
    public override int[] Groups => categories[1..];

    public override TensorDataset? TestData => null;

    public override bool DependsOnTrainRows => true;

    public override PreparedData Prepare(long[] trainRows)
    {
        PreparedRows.Add(trainRows);
        using var scope = NewDisposeScope();
        var known = trainRows.Select(row => categories[row]).Distinct().Order().ToArray();
        var mean = trainRows.Average(row => numbers[row]);
        var inputs = Enumerable.Range(
            0, Count).SelectMany(row => known.Select(category => category == categories[row] ? 1f : 0).Prepend(numbers[row] - mean)).ToArray();
        var target = TargetEncoding.Fit(TargetTransform.Standardize, TrainTargets.SelectRows(trainRows).Values, margin: 0.1);
        return new PreparedData(new TensorDataset(tensor(inputs, [Count, known.Length + 1]), tensor(target.Encode(targets))), TargetEncoding: target);
    }

    public override void Dispose()
    {
    }
}
