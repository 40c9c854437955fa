using LearnML.Contracts;
using LearnML.Training.Evaluation;

namespace LearnML.Training.Tests.Evaluation;

public class EnsembleTests
{
    [Fact]
    public void Ensemble_averages_class_probabilities()
    {
        float[] first = [0.7f, 0.2f, 0.1f, 0.1f, 0.1f, 0.8f], second = [0.1f, 0.3f, 0.6f, 0.3f, 0.3f, 0.4f];
        float[] expected = [0.4f, 0.25f, 0.35f, 0.2f, 0.2f, 0.6f];

        var mean = Ensemble.AverageOutputs(LearningTask.Classification, [ToLogProbabilities(first), ToLogProbabilities(second)]);

        Assert.All(expected.Zip(mean), pair => Assert.Equal(pair.First, MathF.Exp(pair.Second), 1e-6f));
    }

    [Fact]
    public void Ensemble_averages_numbers() =>
        Assert.Equal([2, -1], Ensemble.AverageOutputs(LearningTask.Regression, [[1, 3], [2, -7], [3, 1]]));

    [Fact]
    public void Ensemble_returns_outputs_of_single_network_unchanged()
    {
        float[] only = [-0.5f, -1000];

        Assert.Same(only, Ensemble.AverageOutputs(LearningTask.Classification, [only]));
    }

    // e^-1000 is 0 in double precision. A network that is certain and wrong must not give an infinite loss.
    [Fact]
    public void Tiny_probabilities_keep_their_logarithm()
    {
        var mean = Ensemble.AverageOutputs(LearningTask.Classification, [[0, -1000], [0, -1001]]);

        Assert.Equal(0, mean[0]);
        Assert.Equal(-1000 + Math.Log((1 + Math.Exp(-1)) / 2), mean[1], 1e-3);
    }

    private static float[] ToLogProbabilities(float[] probabilities) => Array.ConvertAll(probabilities, MathF.Log);
}
