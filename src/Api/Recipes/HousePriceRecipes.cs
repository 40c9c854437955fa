using LearnML.Contracts;

namespace LearnML.Api.Recipes;

/// <summary>Recipes for the Kaggle house prices.</summary>
internal static class HousePriceRecipes
{
    private const string Notes = "https://d2l.ai/chapter_multilayer-perceptrons/kaggle-house-price.html";

    public static IReadOnlyList<Recipe> All { get; } =
    [
        new(
            "kaggle-house",
            "The linear network of the d2l.ai book on the Kaggle house prices: five contiguous folds, preprocessing statistics over both tables, "
                + $"the untransformed price as target. {Notes}",
            "The mean log RMSE is about 0.170 on the validation rows and 0.166 on the training rows. The folds differ by about 0.01, "
                + "so smaller differences between runs mean little.",
            Linear("kaggle-house", epochs: 100, weightDecay: 0)),
        new(
            "kaggle-house-decay",
            $"The same network for 150 epochs with a weight decay of 0.08. {Notes}",
            "The training log RMSE is lower than in kaggle-house, because it trains longer. The validation log RMSE is slightly higher, about "
                + "0.1745: weight decay does not help here.",
            Linear("kaggle-house-decay", epochs: 150, weightDecay: 0.08)),
        new(
            "kaggle-house-tuned",
            "Our best network on the Kaggle house prices. It is an ensemble of eight small networks, with extreme values clipped and the logarithm "
                + "of the price as target. No validation row is used for training or preprocessing.",
            "The mean validation log RMSE is about 0.121, on folds that were not used to choose these settings. "
                + "Get the file for Kaggle from GET /api/jobs/{id}/submission.",
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
