using LearnML.Training.Calibration;
using LearnML.Training.Evaluation;
using LearnML.Training.Fitting.Calibration;

namespace LearnML.Training.Tests.Fitting.Calibration;

/// <summary>The temperature is the one that another optimizer finds: golden-section search in <c>temperature.py</c>.</summary>
public sealed class TemperatureFitTests
{
    private static readonly double[] Logits =
    [
        4.0, 0.5, -1.0, 0.2, 3.0, 1.0, -2.0, 0.0, 2.5, 3.5, 3.0, 0.0, 1.0, -1.0, 4.0, 5.0, 1.0, 0.0,
        0.0, 2.0, 0.5, 2.0, 2.5, -1.0, -1.0, 0.5, 3.0, 6.0, -2.0, 1.0, 1.5, 0.0, 0.5, 0.0, 4.0, -3.0,
    ];

    private static readonly float[] Weights = [1, 2, 1, 1, 0.5f, 1, 1, 1, 3, 1, 1, 1];

    [Theory]
    [InlineData(false, 2.701372846, 1.188508183191, 0.879243689271)]
    [InlineData(true, 1.942936913, 0.903797132015, 0.764030997269)]
    public void Temperature_is_that_of_another_optimizer(bool isWeighted, double temperature, double before, double after)
    {
        var predictions = CreatePredictions(isWeighted ? Weights : []);

        var found = TemperatureFit.Find(predictions, _ => true);

        Assert.Equal(temperature, found, 1e-6);
        Assert.Equal(before, predictions.Loss, 1e-6);
        Assert.Equal(after, new TemperatureChoice(predictions, 3).Scale(predictions).Loss, 1e-7);
    }

    /// <summary>The loss after it is that of rows that did not choose it, so it is above the lowest loss.</summary>
    [Fact]
    public void Rows_do_not_score_the_temperature_that_they_chose()
    {
        var predictions = CreatePredictions([]);
        var choice = new TemperatureChoice(predictions, 3);

        var report = choice.CreateReport(test: null);

        Assert.Equal(choice.Temperature, report.Value);
        Assert.True(report.IsApplied);
        Assert.InRange(report.LossAfter, 0.88, report.LossBefore);
    }

    [Fact]
    public void Rows_that_are_all_right_end_at_the_lowest_temperature()
    {
        var predictions = new Predictions([0], new Targets([0], []), [(float)Math.Log(0.9), (float)Math.Log(0.1)], [], 0);

        Assert.Equal(0.1, TemperatureFit.Find(predictions, _ => true), 1e-6);
    }

    /// <summary>Scaled probabilities are the softmax of the outputs divided by the temperature, also where they are too small for 32 bits.</summary>
    [Fact]
    public void Scaling_is_the_softmax_of_the_divided_outputs()
    {
        var scaling = new TemperatureScaling(2.5, 3);
        float[] probabilities = [.. Softmax(Logits, 1).Select(value => (float)value), 1, 0, 0];
        var expected = Softmax(Logits, 2.5);

        var logarithms = scaling.ScaleLogarithms([.. Softmax(Logits, 1).Select(value => (float)Math.Log(value))]);
        scaling.Apply(probabilities);

        for (var index = 0; index < expected.Length; index++)
        {
            Assert.Equal(expected[index], probabilities[index], 1e-6);
            Assert.Equal(expected[index], Math.Exp(logarithms[index]), 1e-6);
        }

        Assert.Equal([1, 0, 0], probabilities[^3..].Select(value => Math.Round(value, 6)));
    }

    private static Predictions CreatePredictions(float[] weights)
    {
        int[] classes = [0, 1, 2, 1, 0, 0, 1, 0, 2, 0, 2, 2];
        float[] logarithms = [.. Softmax(Logits, 1).Select(value => (float)Math.Log(value))];
        var targets = new Targets(classes, []) { Weights = weights };
        var loss = -targets.Mean(row => logarithms[(3 * row) + classes[row]]);
        return new Predictions([.. Enumerable.Range(0, 12).Select(row => (long)row)], targets, logarithms, [], loss);
    }

    private static double[] Softmax(double[] logits, double temperature) =>
    [
        .. logits.Chunk(3).SelectMany(row =>
        {
            var shares = Array.ConvertAll(row, logit => Math.Exp(logit / temperature));
            return Array.ConvertAll(shares, share => share / shares.Sum());
        }),
    ];
}
