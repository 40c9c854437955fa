using LearnML.Contracts;
using LearnML.Training.Networks.Planning;

namespace LearnML.Training.Tests.Networks.Planning;

public sealed class RunCostTests
{
    /// <summary>10 inputs, 4 hidden units and 2 outputs have 48 multiply-adds. 90 of 100 rows are 3 batches of up to 32.</summary>
    [Fact]
    public void Holdout_costs_three_passes_over_the_training_rows_and_one_over_the_validation_rows()
    {
        var cost = Estimate(new ValidationSpec { Holdout = 0.1 });

        Assert.Equal(0.1 + (5 * 3 * 1.5e-4) + (5 * 48 * ((3 * 90) + 10) * 5e-11), cost.Seconds, 1e-12);
        Assert.Equal(5 * 90, cost.Samples);
    }

    /// <summary>Five folds are trained in lockstep on 80 rows each, and then one network on all rows.</summary>
    [Fact]
    public void Folds_share_their_steps_and_another_network_follows()
    {
        var cost = Estimate(new ValidationSpec { Folds = 5 });

        var folds = 0.1 + (5 * 3 * 1.5e-4) + (5 * 48 * 5 * ((3 * 80) + 20) * 5e-11);
        var model = 0.1 + (5 * 4 * 1.5e-4) + (5 * 48 * 3 * 100 * 5e-11);
        Assert.Equal(folds + model, cost.Seconds, 1e-12);
        Assert.Equal((5 * 80 * 5) + (5 * 100), cost.Samples);
    }

    private static RunCost Estimate(ValidationSpec validation) => RunCost.Estimate(
        new JobSpec
        {
            Dataset = "table",
            Network = new NetworkSpec { Hidden = [4] },
            Training = new TrainingSpec { Epochs = 5, BatchSize = 32 },
            Validation = validation,
        },
        10,
        2,
        100,
        isGpu: false);
}
