using LearnML.Training.Diagnostics;
using LearnML.Training.Evaluation;
using LearnML.Training.Evaluation.Baselines;
using LearnML.Training.Randomness;

namespace LearnML.Training.Tests.Diagnostics;

/// <summary>A leak is a feature that alone gives the target away. 300 rows of noise, then of features that follow from the target (seed 2).</summary>
public class LeakDiagnosesTests
{
    private const int Rows = 300;

    private readonly SplitMix64 random = new(2);
    private readonly float[] noise;
    private readonly float[] values;
    private readonly int[] labels;

    public LeakDiagnosesTests()
    {
        noise = Draw();
        values = Draw();
        labels = [.. Enumerable.Range(0, Rows).Select(_ => random.NextInt32(2))];
    }

    [Fact]
    public void Noise_is_no_leak()
    {
        Assert.Empty(Diagnose(new Targets(labels, []), 2, noise));
        Assert.Empty(Diagnose(new Targets([], values), 0, noise));
    }

    [Fact]
    public void Number_that_separates_the_classes_is_a_leak()
    {
        var leaking = labels.Select((label, row) => (10 * label) + noise[row]).ToArray();

        var diagnosis = Assert.Single(Diagnose(new Targets(labels, []), 2, noise, leaking));

        Assert.Equal("leak", diagnosis.Kind);
        Assert.Contains("The column 'x1' alone gives the target away", diagnosis.Message, StringComparison.Ordinal);
        Assert.Contains("of 300 rows", diagnosis.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Good_feature_is_no_leak() => // it is wrong in about a tenth of the rows
        Assert.Empty(Diagnose(new Targets(labels, []), 2, noise, [.. labels.Select((label, row) => (2.6f * label) + noise[row])]));

    [Fact]
    public void Curve_of_the_target_is_a_leak_and_a_close_relative_is_not()
    {
        Assert.Single(Diagnose(new Targets([], values), 0, noise, [.. values.Select(value => (3 * value) + (value * value * value))]));
        Assert.Empty(Diagnose(new Targets([], values), 0, noise, [.. values.Select((value, row) => value + (0.2f * noise[row]))]));
    }

    [Fact]
    public void Category_of_the_class_is_a_leak()
    {
        float[] columns = [.. noise, .. labels.Select(label => label == 0 ? 1f : 0), .. labels.Select(label => label == 1 ? 1f : 0)];

        var diagnosis = Assert.Single(LeakDiagnoses.Diagnose(
            [new InputFeature("noise", 0, 1, false), new InputFeature("kind", 1, 2, true)],
            new InputColumns(columns, Rows, 3),
            new Targets(labels, []),
            2));

        Assert.Contains("'kind'", diagnosis.Message, StringComparison.Ordinal);
        Assert.Contains("300 of 300", diagnosis.Message, StringComparison.Ordinal);
    }

    // A formula with one input is what the table is about.
    [Fact]
    public void Single_feature_is_no_leak() => Assert.Empty(LeakDiagnoses.Diagnose(
        [new InputFeature("x", 0, 1, false)], new InputColumns(values, Rows, 1), new Targets([], values), 0));

    [Fact]
    public void Few_rows_of_the_rarer_class_are_no_leak()
    {
        int[] rare = [.. Enumerable.Range(0, Rows).Select(row => row < 19 ? 1 : 0)];

        Assert.Empty(Diagnose(new Targets(rare, []), 2, noise, [.. rare.Select(label => (float)label)]));
    }

    private static IEnumerable<Contracts.Diagnosis> Diagnose(Targets targets, int classes, params float[][] columns) => LeakDiagnoses.Diagnose(
        [.. columns.Select((_, index) => new InputFeature($"x{index}", index, 1, false)), new InputFeature("again", 0, 1, false)],
        new InputColumns([.. columns.SelectMany(column => column)], Rows, columns.Length),
        targets,
        classes);

    private float[] Draw() => [.. Enumerable.Range(0, Rows).Select(_ => (float)random.NextNormal())];
}
