using LearnML.Contracts;

namespace LearnML.Api.Recipes;

/// <summary>The Kaggle house prices.</summary>
internal static class HouseRecipes
{
    private const string Notes = "https://d2l.ai/chapter_multilayer-perceptrons/kaggle-house-price.html";

    public static IReadOnlyList<Recipe> All { get; } =
    [
        new(
            "kaggle-house",
            $"The linear network of the course notes on the Kaggle house prices: five folds in the order of the table, statistics over both tables, the price as it stands. {Notes}",
            "The mean validation log RMSE is about 0.170, training 0.166. The folds differ by about 0.01, which is how sure the figure is.",
            Linear("kaggle-house", epochs: 100, weightDecay: 0)),
        new(
            "kaggle-house-decay",
            $"The same for 150 epochs with a weight decay of 0.08. {Notes}",
            "The training log RMSE is lower than without decay, for it trains longer, and the validation log RMSE a little higher, about 0.1745. Here the decay buys nothing.",
            Linear("kaggle-house-decay", epochs: 150, weightDecay: 0.08)),
        new(
            "kaggle-house-tuned",
            "The best network of ours on the Kaggle house prices, by cross-validation that looks at no row it scores: eight small networks that answer together, extreme values clipped, the logarithm of the price.",
            "The mean validation log RMSE is about 0.121, on folds that chose nothing. Its submission is at GET /api/jobs/{id}/submission.",
            new JobSpec
            {
                Dataset = "kaggle-house",
                Model = "kaggle-house-tuned",
                Network = new NetworkSpec { Hidden = [16, 16], Ensemble = 8 },
                Preprocessing = new PreprocessingSpec { Target = TargetTransform.Log, LogSkewed = true, Clip = 2.5 },
                Optimizer = new OptimizerSpec { Kind = OptimizerKind.Adam, LearningRate = 0.001, WeightDecay = 0.002 },
                Training = new TrainingSpec { Epochs = 30, BatchSize = 64 },
                Validation = new ValidationSpec { Folds = 5, Assignment = FoldAssignment.Shuffled },
            }),
    ];

    private static JobSpec Linear(string model, int epochs, double weightDecay) => new()
    {
        Dataset = "kaggle-house",
        Model = model,
        Network = new NetworkSpec { Hidden = [] },
        Preprocessing = new PreprocessingSpec { Statistics = PreprocessingStatistics.AllTables, Target = TargetTransform.None },
        Optimizer = new OptimizerSpec { Kind = OptimizerKind.Adam, LearningRate = 5, WeightDecay = weightDecay },
        Training = new TrainingSpec { Epochs = epochs, BatchSize = 64 },
        Validation = new ValidationSpec { Folds = 5, Assignment = FoldAssignment.Contiguous },
    };
}
