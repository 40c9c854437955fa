using System.Text.Json;
using LearnML.Contracts;
using LearnML.Training.Fitting.Epochs;

namespace LearnML.Training.Tests.Fitting.Epochs;

/// <summary>
/// 10 inputs, 4 or 8 hidden units and 2 outputs have 48 or 96 multiply-adds. 90 of 100 rows are 3 batches of up to 32, and an epoch's passes go over
/// 3 x 90 + 10 rows.
/// </summary>
public sealed class SearchPlanTests
{
    private const double Step = 1.5e-4;
    private const double Multiplication = 5e-11;
    private const double Start = 0.1;

    [Fact]
    public void Trials_of_a_shape_share_their_steps()
    {
        var plan = Plan(
            SearchAlgorithm.Grid,
            new() { ["optimizer.learningRate"] = Choice("[0.01, 0.1, 1]"), ["network.hidden"] = Choice("[[4], [8]]") });

        Assert.Equal((6, 2, 2), (plan.Trials, plan.Shapes, plan.Stacks));
        Assert.Equal(2 * (Start + (9 * 3 * Step)) + (9 * 3 * (48 + 96) * 280 * Multiplication), plan.Cost.Seconds, 1e-12);
        Assert.Equal(6 * 9 * 90, plan.Cost.Samples);
    }

    [Fact]
    public void Halving_trains_a_third_of_the_trials_on()
    {
        var plan = Plan(SearchAlgorithm.Halving, new() { ["training.seed"] = new SearchRange { WholeNumbers = [0, 1_000_000] } });

        // 9 trials for 1 epoch, 3 up to epoch 3 and 1 up to epoch 9: 9 + 6 + 6 = 21 of 81 epochs.
        var all = Start + (9 * 3 * Step) + (9 * 9 * 48 * 280 * Multiplication);
        Assert.Equal((9, 1, 1), (plan.Trials, plan.Shapes, plan.Stacks));
        Assert.Equal(21 / 81.0 * all, plan.Cost.Seconds, 1e-12);
    }

    [Fact]
    public void Folds_train_with_their_trial_and_the_model_on_all_rows_follows()
    {
        var plan = Plan(SearchAlgorithm.Random, new() { ["training.seed"] = new SearchRange { WholeNumbers = [0, 1_000_000] } },
            new ValidationSpec { Folds = 5 });

        // 64 networks of 5 folds are 12 trials in a stack, so that 9 are in one.
        var folds = Start + (9 * 3 * Step) + (9 * 9 * 5 * 48 * ((3 * 80) + 20) * Multiplication);
        var model = Start + (9 * 4 * Step) + (9 * 48 * 3 * 100 * Multiplication);
        Assert.Equal(1, plan.Stacks);
        Assert.Equal(folds + model, plan.Cost.Seconds, 1e-12);
    }

    [Fact]
    public void Large_networks_train_alone()
    {
        var spec = Spec(
            SearchAlgorithm.Random,
            new() { ["training.seed"] = new SearchRange { WholeNumbers = [0, 1_000_000] } },
            new ValidationSpec { Holdout = 0.1 });
        var plan = SearchPlan.Create(spec with { Network = new NetworkSpec { Hidden = [4096, 4096] } }, 10, 2, 100, isGpu: false);

        Assert.Equal((9, 1, 9), (plan.Trials, plan.Shapes, plan.Stacks));
    }

    private static SearchPlan Plan(SearchAlgorithm algorithm, Dictionary<string, SearchRange> space, ValidationSpec? validation = null) =>
        SearchPlan.Create(Spec(algorithm, space, validation ?? new ValidationSpec { Holdout = 0.1 }), 10, 2, 100, isGpu: false);

    private static JobSpec Spec(SearchAlgorithm algorithm, Dictionary<string, SearchRange> space, ValidationSpec validation) => new()
    {
        Dataset = "table",
        Network = new NetworkSpec { Hidden = [4] },
        Training = new TrainingSpec { Epochs = 9, BatchSize = 32 },
        Validation = validation,
        Search = new SearchSpec { Algorithm = algorithm, Trials = algorithm == SearchAlgorithm.Grid ? null : 9, Space = space },
    };

    private static SearchRange Choice(string values) => new() { Choice = JsonSerializer.Deserialize<JsonElement[]>(values) };
}
