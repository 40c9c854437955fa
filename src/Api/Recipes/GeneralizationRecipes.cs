using LearnML.Contracts;

namespace LearnML.Api.Recipes;

/// <summary>Recipes for underfitting, overfitting and weight decay on small generated tables.</summary>
internal static class GeneralizationRecipes
{
    private const string Generalization = "https://d2l.ai/chapter_linear-regression/generalization.html";
    private const string WeightDecay = "https://d2l.ai/chapter_linear-regression/weight-decay.html";

    public static IReadOnlyList<Recipe> All { get; } =
    [
        new(
            "underfit",
            $"A straight line fitted to a noisy polynomial of degree 3. {Generalization}",
            "Training and validation loss stay far above 0, because a line cannot bend. The report shows underfitting. Compare it with balanced.",
            OnPolynomial("underfit", columns: 1, epochs: 400)),
        new(
            "balanced",
            $"A polynomial of degree 3 fitted to a noisy polynomial of degree 3. {Generalization}",
            "Training and validation loss fall together to the level of the noise. Compare it with underfit and overfit.",
            OnPolynomial("balanced", columns: 3, epochs: 400)),
        new(
            "overfit",
            $"A polynomial of degree 19 fitted to twenty points of a noisy polynomial of degree 3. {Generalization}",
            "The training loss falls almost to 0, but the validation loss stays far above it. The report shows overfitting, with both losses.",
            OnPolynomial("overfit", columns: 19, epochs: 1500, holdout: 0.9)),
        new(
            "weight-decay-off",
            $"A linear network with 200 inputs on 20 rows. {WeightDecay}",
            "The training loss falls almost to 0, but the validation loss hardly falls: the network memorizes the rows. "
                + "Compare it with weight-decay.",
            OnManyInputs("weight-decay-off", weightDecay: 0)),
        new(
            "weight-decay",
            $"The same network with a weight decay of 3. {WeightDecay}",
            "Compared with weight-decay-off, the training loss is higher, the validation loss is lower, and the weight norm of layer 0 is smaller. "
                + "GET /api/jobs/compare shows both jobs side by side.",
            OnManyInputs("weight-decay", weightDecay: 3)),
    ];

    private static JobSpec OnPolynomial(string model, int columns, int epochs, double holdout = 0.5) => new()
    {
        Dataset = "polynomial",
        Model = model,
        Network = new NetworkSpec { Hidden = [] },
        Preprocessing = new PreprocessingSpec
        {
            Columns = [.. Enumerable.Range(1, columns).Select(power => $"x{power}")],
            Target = TargetTransform.Standardize,
            Clip = 5,
        },
        Optimizer = new OptimizerSpec { Kind = OptimizerKind.Sgd, LearningRate = 0.01 },
        Training = new TrainingSpec { Epochs = epochs, BatchSize = 10 },
        Validation = new ValidationSpec { Holdout = holdout, Assignment = FoldAssignment.Shuffled, Keep = KeptEpoch.Last },
    };

    private static JobSpec OnManyInputs(string model, double weightDecay) => new()
    {
        Dataset = "high-dimensional",
        Model = model,
        Network = new NetworkSpec { Hidden = [] },
        Preprocessing = new PreprocessingSpec { Target = TargetTransform.Standardize },
        Optimizer = new OptimizerSpec { Kind = OptimizerKind.Sgd, LearningRate = 0.003, WeightDecay = weightDecay },
        Training = new TrainingSpec { Epochs = 100, BatchSize = 5 },
        Validation = new ValidationSpec { Holdout = 100.0 / 120, Assignment = FoldAssignment.Shuffled, Keep = KeptEpoch.Last },
    };
}
