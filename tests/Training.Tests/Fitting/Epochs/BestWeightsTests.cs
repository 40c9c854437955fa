using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Tests.Checkpoints;

namespace LearnML.Training.Tests.Fitting.Epochs;

public class BestWeightsTests
{
    [Fact]
    public void The_first_epoch_is_kept_even_if_its_value_is_not_a_number()
    {
        using var network = new SavedNetwork();
        using var best = new BestWeights(network.Network, splitCount: 1);

        best.Consider(0, 1, double.NaN);
        Assert.Equal([1], best.KeptEpochs);
        best.Consider(0, 2, 0.5);
        Assert.Equal([2], best.KeptEpochs);
        best.Consider(0, 3, double.NaN);
        best.Consider(0, 4, 0.6);
        Assert.Equal([2], best.KeptEpochs);
    }
}
