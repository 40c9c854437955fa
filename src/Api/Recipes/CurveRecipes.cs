using LearnML.Contracts;

namespace LearnML.Api.Recipes;

/// <summary>Model selection and weight decay on small made tables.</summary>
internal static class CurveRecipes
{
    private const string Generalization = "https://d2l.ai/chapter_linear-regression/generalization.html";
    private const string WeightDecay = "https://d2l.ai/chapter_linear-regression/weight-decay.html";

    public static IReadOnlyList<Recipe> All { get; } =
    [
        new(
            "underfit",
            $"A straight line through a noisy polynomial of third order. {Generalization}",
            "Training and validation loss level off far above 0: the line cannot bend. The report says underfitting; compare it with balanced.",
            OnPolynomial("underfit", columns: 1, epochs: 400)),
        new(
            "balanced",
            $"A polynomial of third order through a noisy one of third order. {Generalization}",
            "Training and validation loss fall together to the noise. Compare it with underfit and overfit.",
            OnPolynomial("balanced", columns: 3, epochs: 400)),
        new(
            "overfit",
            $"A polynomial of nineteenth order through twenty points of a noisy one of third order. {Generalization}",
            "The training loss falls to next to nothing while the validation loss stays far above it. The report says overfitting, with both figures.",
            OnPolynomial("overfit", columns: 19, epochs: 1500, holdout: 0.9)),
        new(
            "weight-decay-off",
            $"A linear network of 200 inputs on 20 rows. {WeightDecay}",
            "The training loss falls to next to nothing, the validation loss hardly falls: the rows are learned by heart. Compare it with weight-decay.",
            OnManyInputs("weight-decay-off", weightDecay: 0)),
        new(
            "weight-decay",
            $"The same with a weight decay of 3. {WeightDecay}",
            "The training loss is higher than in weight-decay-off, the validation loss lower, and the weight norm of layer 0 smaller. Line them up by GET /api/jobs/compare.",
            OnManyInputs("weight-decay", weightDecay: 3)),
    ];

    private static JobSpec OnPolynomial(string model, int columns, int epochs, double holdout = 0.5) => new()
    {
        Dataset = "polynomial",
        Model = model,
        Network = new NetworkSpec { Hidden = [] },
        Preprocessing = new PreprocessingSpec { Columns = [.. Enumerable.Range(1, columns).Select(power => $"x{power}")], Target = TargetTransform.Standardize, Clip = 5 },
        Optimizer = new OptimizerSpec { LearningRate = 0.01 },
        Training = new TrainingSpec { Epochs = epochs, BatchSize = 10 },
        Validation = new ValidationSpec { Holdout = holdout, Keep = KeptEpoch.Last },
    };

    private static JobSpec OnManyInputs(string model, double weightDecay) => new()
    {
        Dataset = "high-dimensional",
        Model = model,
        Network = new NetworkSpec { Hidden = [] },
        Preprocessing = new PreprocessingSpec { Target = TargetTransform.Standardize },
        Optimizer = new OptimizerSpec { LearningRate = 0.003, WeightDecay = weightDecay },
        Training = new TrainingSpec { Epochs = 100, BatchSize = 5 },
        Validation = new ValidationSpec { Holdout = 100.0 / 120, Keep = KeptEpoch.Last },
    };
}
