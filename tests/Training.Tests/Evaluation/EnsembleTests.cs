using LearnML.Contracts;
using LearnML.Training.Evaluation;

namespace LearnML.Training.Tests.Evaluation;

public class EnsembleTests
{
    [Fact]
    public void Of_classes_it_says_the_mean_probability()
    {
        float[] first = [0.7f, 0.2f, 0.1f, 0.1f, 0.1f, 0.8f], second = [0.1f, 0.3f, 0.6f, 0.3f, 0.3f, 0.4f];
        float[] expected = [0.4f, 0.25f, 0.35f, 0.2f, 0.2f, 0.6f];

        var mean = Ensemble.AverageOutputs(LearningTask.Classification, [ToLogProbabilities(first), ToLogProbabilities(second)]);

        Assert.All(expected.Zip(mean), pair => Assert.Equal(pair.First, MathF.Exp(pair.Second), 1e-6f));
    }

    [Fact]
    public void Of_numbers_it_says_the_mean() =>
        Assert.Equal([2, -1], Ensemble.AverageOutputs(LearningTask.Regression, [[1, 3], [2, -7], [3, 1]]));

    [Fact]
    public void A_single_network_speaks_for_itself()
    {
        float[] only = [-0.5f, -1000];

        Assert.Same(only, Ensemble.AverageOutputs(LearningTask.Classification, [only]));
    }

    // e^-1000 is 0 in double precision; a network that is sure and wrong is no reason for an infinite loss.
    [Fact]
    public void Probabilities_too_small_for_a_number_keep_their_logarithm()
    {
        var mean = Ensemble.AverageOutputs(LearningTask.Classification, [[0, -1000], [0, -1001]]);

        Assert.Equal(0, mean[0]);
        Assert.Equal(-1000 + Math.Log((1 + Math.Exp(-1)) / 2), mean[1], 1e-3);
    }

    private static float[] ToLogProbabilities(float[] probabilities) => Array.ConvertAll(probabilities, MathF.Log);
}
