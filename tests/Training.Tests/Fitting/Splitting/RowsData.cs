using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Networks.Planning;

namespace LearnML.Training.Tests.Fitting.Splitting;

/// <summary>Rows to split, without inputs: either <see cref="Labels"/> or <see cref="Values"/> are the targets.</summary>
internal sealed class RowsData : TrainingData
{
    private int[]? groups;

    /// <summary>The class of each row, as a letter: <c>aab</c> is two rows of the class a and one of b.</summary>
    public string Labels { get; init; } = "";

    /// <summary>The number of each row.</summary>
    public float[] Values { get; init; } = [];

    public int[]? GroupOfRows
    {
        init => groups = value;
    }

    public double[] TimeOfRows { get; init; } = [];

    public int[] EqualRowSets { get; init; } = [];

    /// <summary>The number of rows before the first one with a target.</summary>
    public int RowsWithoutTarget { get; init; }

    public override LearningTask Task => Labels.Length > 0 ? LearningTask.Classification : LearningTask.Regression;

    public override IReadOnlyList<string> Classes => [.. Labels.Distinct().Order().Select(label => label.ToString())];

    public override NetworkInputs Inputs => 1;

    public override Targets TrainTargets => Labels.Length > 0
        ? new Targets([.. Enumerable.Repeat(0, RowsWithoutTarget), .. Labels.Select(label => Classes.ToList().IndexOf(label.ToString()))], [])
        : new Targets([], [.. Enumerable.Repeat(float.NaN, RowsWithoutTarget), .. Values]);

    public override Targets TestTargets => new([], []);

    public override long[] TrainRows =>
        [.. Enumerable.Range(RowsWithoutTarget, Math.Max(Labels.Length, Values.Length)).Select(row => (long)row)];

    public override int[] Groups => groups ?? [];

    public override double[] Times => TimeOfRows;

    public override int[] EqualRows => EqualRowSets;

    public override TensorDataset? TestData => null;

    public override bool DependsOnTrainRows => false;

    public override PreparedData Prepare(long[] trainRows) => throw new NotSupportedException();

    public override void Dispose()
    {
    }
}
