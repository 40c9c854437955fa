using LearnML.Training.Evaluation.Baselines;

namespace LearnML.Training.Tests.Evaluation.Baselines;

/// <summary>The linear baselines against references that a Python script computed with matrix formulas and gradient descent.</summary>
public class LinearModelTests
{
    private static readonly InputColumns TwoInputs = new(
        [1, 2, 3, 4, 5, 6, 7, 8, 0.5f, -1, 2, 0, -2, 1, 3, -1], rows: 8, width: 2);

    private static readonly float[] Targets = [1.2f, 3.1f, 2.0f, 4.5f, 6.9f, 5.1f, 4.8f, 9.0f];

    // The generalized errors of the penalties 10, 1, 0.1, 0.01, 0.001 and 0.0001 are 4.386, 0.6062, 0.07487, 0.06569, 0.06572 and 0.06573.
    [Fact]
    public void Ridge_regression_chooses_the_penalty_with_the_lowest_generalized_error()
    {
        var ridge = RidgeRegression.Fit(TwoInputs, Targets);

        Assert.Equal(0.01, ridge.Penalty);
        Assert.Equal(0.9307181808941336, ridge.Weights[0], 1e-5);
        Assert.Equal(-0.7842760231222868, ridge.Weights[1], 1e-5);
        Assert.Equal(0.6318544432021143, ridge.Intercept, 1e-5);
        Assert.Equal(0.9307181808941336 - (0.5 * 0.7842760231222868) + 0.6318544432021143, ridge.Predict(TwoInputs)[0], 1e-5);
    }

    // One centered input -1, 0, 1: the sum of squares is 2, the moment 2, so the weight is 2 / (2 + penalty · 3).
    [Fact]
    public void Weight_of_one_input_is_its_moment_divided_by_its_squares_plus_the_penalty()
    {
        var ridge = RidgeRegression.Fit(new InputColumns([-1, 0, 1], rows: 3, width: 1), [4, 5, 6]);

        Assert.Equal(2 / (2 + (ridge.Penalty * 3)), ridge.Weights[0], 1e-6);
        Assert.Equal(5, ridge.Intercept, 1e-6);
    }

    [Fact]
    public void Logistic_regression_of_two_classes_matches_the_reference()
    {
        var inputs = new InputColumns([-2, -1, 0.5f, 0, 1, 2], 6, 1);

        var logistic = LogisticRegression.Fit(inputs, [0, 0, 0, 1, 1, 1], classes: 2, penalty: 0.1, tolerance: 1e-7);

        Assert.Equal(0.6547910030080683, logistic.Parameters[1], 1e-4);
        Assert.Equal(-0.6547910030080683, logistic.Parameters[0], 1e-4);
        Assert.Equal(-0.0839365424618891, logistic.Parameters[3], 1e-4);
    }

    [Fact]
    public void Logistic_regression_of_three_classes_matches_the_reference()
    {
        float[] columns = [0.5f, 1.5f, -1.0f, -0.2f, 0.9f, -1.4f, 0.1f, 1.1f, 1.0f, -0.5f, 0.3f, -1.2f, 0.8f, 0.6f, -0.9f, 0.2f];

        var logistic = LogisticRegression.Fit(new InputColumns(columns, 8, 2), [0, 0, 1, 2, 0, 1, 2, 1], classes: 3, penalty: 0.05, tolerance: 1e-7);

        double[] expected =
        [
            0.9734403122130448, -0.5568704193299318, -0.4165698928831128,
            0.9309408486864156, 0.573381697659007, -1.5043225463454224,
            -0.11785227833768908, 0.4991978282754711, -0.38134554993778147,
        ];
        Assert.All(expected.Zip(logistic.Parameters), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void Probabilities_of_a_row_add_up_to_1()
    {
        var inputs = new InputColumns([-2, -1, 0.5f, 0, 1, 2], 6, 1);

        var predicted = LogisticRegression.Fit(inputs, [0, 0, 0, 1, 1, 1], classes: 2).Predict(inputs);

        Assert.All(predicted.Chunk(2), row => Assert.Equal(1, row.Sum(value => Math.Exp(value)), 1e-6));
        Assert.True(predicted[1] < predicted[11]);
    }

    // Noise alone: the largest penalty has the lowest loss on the rows that choose it.
    [Fact]
    public void Rows_that_choose_the_penalty_keep_noise_out()
    {
        var random = new LearnML.Training.Randomness.SplitMix64(3);
        float[] columns = [.. Enumerable.Range(0, 60 * 40).Select(_ => (float)random.NextNormal())];
        int[] labels = [.. Enumerable.Range(0, 60).Select(_ => random.NextInt32(2))];

        Assert.True(LogisticRegression.Fit(new InputColumns(columns, 60, 40), labels, classes: 2).Penalty >= 0.1);
        Assert.True(RidgeRegression.Fit(new InputColumns(columns, 60, 40), Array.ConvertAll(labels, label => (float)label)).Penalty >= 0.1);
    }
}
