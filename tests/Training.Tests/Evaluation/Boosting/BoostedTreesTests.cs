using LearnML.Training.Evaluation.Baselines;
using LearnML.Training.Evaluation.Boosting;
using LearnML.Training.Randomness;

namespace LearnML.Training.Tests.Evaluation.Boosting;

/// <summary>Boosted trees give the numbers that their formulas give, and choose their rounds by rows set apart.</summary>
public class BoostedTreesTests
{
    // Each round takes the share 0.05 * 100 / (100 + 1) of what is left in both leaves of 100 rows; 1 is the penalty.
    [Fact]
    public void Step_is_reached_as_learning_rate_and_penalty_say()
    {
        using var trees = Fit(Step(weights: []), classes: 0);

        var left = Math.Pow(1 - (0.05 * 100 / 101), BoostingSettings.RoundsWithoutChoice);
        Assert.Equal(BoostingSettings.RoundsWithoutChoice, trees.Rounds);
        AssertNear([-(1 - left), 1 - left], trees.Predict(Column(0, 1)), 1e-5);
    }

    // The rows of the left leaf have -1, those of the right leaf 1, with three times the weight: the mean is 0.5.
    [Fact]
    public void Weights_weigh_the_rows()
    {
        using var trees = Fit(Step([.. Enumerable.Repeat(0.5f, 100), .. Enumerable.Repeat(1.5f, 100)]), classes: 0);

        var left = Math.Pow(1 - (0.05 * 50 / 51), BoostingSettings.RoundsWithoutChoice);
        var right = Math.Pow(1 - (0.05 * 150 / 151), BoostingSettings.RoundsWithoutChoice);
        AssertNear([-1 + (1.5 * left), 1 - (0.5 * right)], trees.Predict(Column(0, 1)), 1e-5);
    }

    // Newton's step of a leaf of 100 rows, all of one class: 0.05 * 100 * (1 - p) / (100 * p * (1 - p) + 1).
    [Fact]
    public void Two_classes_are_reached_by_newton_steps_of_the_logit()
    {
        var rows = Step([]);
        using var trees = Fit(rows with { Labels = Array.ConvertAll(rows.Labels, label => label > 0 ? 1f : 0f) }, classes: 2);

        var logit = 0.0;
        for (var round = 0; round < BoostingSettings.RoundsWithoutChoice; round++)
        {
            var probability = 1 / (1 + Math.Exp(-logit));
            logit += 0.05 * 100 * (1 - probability) / ((100 * probability * (1 - probability)) + 1);
        }

        var (likely, unlikely) = (-Math.Log(1 + Math.Exp(-logit)), -Math.Log(1 + Math.Exp(logit)));
        AssertNear([likely, unlikely, unlikely, likely], trees.Predict(Column(0, 1)), 1e-4);
    }

    [Fact]
    public void Class_without_training_rows_has_the_probability_of_half_a_row()
    {
        var rows = Thirds();
        using var trees = Fit(rows with { Labels = Array.ConvertAll(rows.Labels, label => label > 0 ? label + 1 : 0) }, classes: 4);

        var probabilities = trees.Predict(Column(0, 1, 2)).Select(logarithm => Math.Exp(logarithm)).ToArray();

        for (var row = 0; row < 3; row++)
        {
            Assert.Equal(1, probabilities[(row * 4)..((row + 1) * 4)].Sum(), 1e-5);
            Assert.Equal(0.5 / 300.5, probabilities[(row * 4) + 1], 1e-5);
            Assert.InRange(probabilities[(row * 4) + (row == 0 ? 0 : row + 1)], 0.95, 1);
        }
    }

    [Fact]
    public void Rows_of_one_class_need_no_trees()
    {
        using var trees = Fit(Step([]) with { Labels = [.. Enumerable.Repeat(1f, 200)] }, classes: 2);

        Assert.Equal(0, trees.Rounds);
        AssertNear([Math.Log(0.5 / 200.5), Math.Log(200 / 200.5)], trees.Predict(Column(0)), 1e-6);
    }

    [Fact]
    public void Noise_ends_early_and_a_rule_does_not()
    {
        var random = new SplitMix64(3);
        var inputs = Enumerable.Range(0, 400).Select(_ => (float)random.NextNormal()).ToArray();
        var noise = Rows(inputs, Array.ConvertAll(inputs, _ => (float)random.NextNormal()));
        var rule = Rows(inputs, Array.ConvertAll(inputs, input => MathF.Sin(3 * input)));

        using var ofNoise = Fit(noise, classes: 0, setApart: 80);
        using var ofRule = Fit(rule, classes: 0, setApart: 80);

        Assert.InRange(ofNoise.Rounds, 1, 60);
        Assert.InRange(ofRule.Rounds, 100, 2000);
    }

    [Fact]
    public void Same_rows_give_the_same_trees()
    {
        var random = new SplitMix64(4);
        var inputs = Enumerable.Range(0, 400).Select(_ => (float)random.NextNormal()).ToArray();
        var rows = Rows(inputs, Array.ConvertAll(inputs, input => (input * input) + (float)random.NextNormal()));

        using var first = Fit(rows, classes: 0, setApart: 80);
        using var second = Fit(rows, classes: 0, setApart: 80);

        Assert.Equal(first.Rounds, second.Rounds);
        Assert.Equal(first.Predict(rows.Inputs), second.Predict(rows.Inputs));
    }

    [Theory]
    [InlineData(3)] // while the rounds are chosen
    [InlineData(BoostingSettings.RoundsWithoutChoice + 100)] // while all rows are fitted
    public void Fit_can_be_ended_before_any_round(int round)
    {
        var rows = Step([]);
        var rounds = 0;

        Assert.Null(BoostedTrees.Fit(rows, (rows, rows), 0, () => ++rounds == round));
        Assert.Equal(round, rounds);
        Assert.Throws<OperationCanceledException>(() => BoostedTrees.Fit(rows, (rows, rows), 0, () => throw new OperationCanceledException()));
    }

    // The class or number of each third of 300 rows is 0, 1 and 2.
    private static BoostingRows Thirds()
    {
        float[] thirds = [.. Enumerable.Range(0, 300).Select(row => (float)(row / 100))];
        return Rows(thirds, thirds);
    }

    // 100 rows of 0 with the number -1, and 100 rows of 1 with the number 1.
    private static BoostingRows Step(float[] weights) => new(
        Column([.. Enumerable.Range(0, 200).Select(row => (float)(row / 100))]),
        [.. Enumerable.Range(0, 200).Select(row => row < 100 ? -1f : 1)],
        weights);

    private static BoostingRows Rows(float[] inputs, float[] labels) => new(Column(inputs), labels, []);

    private static InputColumns Column(params float[] values) => new(values, values.Length, 1);

    private static BoostedTrees Fit(BoostingRows rows, int classes, int setApart = 0) => BoostedTrees.Fit(
        rows, setApart == 0 ? null : (Select(rows, setApart, rows.Labels.Length), Select(rows, 0, setApart)), classes, () => false)!;

    private static BoostingRows Select(BoostingRows rows, int start, int end) =>
        new(rows.Inputs.SelectRows([.. Enumerable.Range(start, end - start)]), rows.Labels[start..end], []);

    private static void AssertNear(double[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (index, value) in expected.Index())
        {
            Assert.Equal(value, actual[index], tolerance);
        }
    }
}
