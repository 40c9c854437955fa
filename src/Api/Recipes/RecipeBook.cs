using LearnML.Contracts;

namespace LearnML.Api.Recipes;

/// <summary>The experiments of the course notes as ready specs.</summary>
public static class RecipeBook
{
    /// <summary>Every recipe.</summary>
    public static IReadOnlyList<Recipe> All { get; } =
    [
        new("mlp",
            "A perceptron with one hidden layer of 256 on Fashion-MNIST. https://d2l.ai/chapter_multilayer-perceptrons/mlp-implementation.html",
            new JobSpec
            {
                Dataset = "fashion-mnist",
                Model = "mlp",
                Network = new NetworkSpec { Hidden = [256], Initialization = Normal },
                Optimizer = new OptimizerSpec { LearningRate = 0.1 },
                Training = new TrainingSpec { Epochs = 10, BatchSize = 256 },
                Validation = new ValidationSpec { TestPart = true },
            }),
        new("dropout",
            "Two hidden layers of 256 with dropout 0.2 and 0.5 on Fashion-MNIST. https://d2l.ai/chapter_multilayer-perceptrons/dropout.html",
            new JobSpec
            {
                Dataset = "fashion-mnist",
                Model = "dropout",
                Network = new NetworkSpec { Hidden = [256, 256], Dropout = [0.2, 0.5], Initialization = Normal },
                Optimizer = new OptimizerSpec { LearningRate = 0.5 },
                Training = new TrainingSpec { Epochs = 10, BatchSize = 256 },
                Validation = new ValidationSpec { TestPart = true },
            }),
        new("kaggle-house",
            "The linear network of the course notes on the Kaggle house prices: five folds in the order of the table, statistics over both tables, the price as it stands. https://d2l.ai/chapter_multilayer-perceptrons/kaggle-house-price.html",
            new JobSpec
            {
                Dataset = "kaggle-house",
                Model = "kaggle-house",
                Network = new NetworkSpec { Hidden = [] },
                Preprocessing = new PreprocessingSpec { Statistics = PreprocessingStatistics.AllTables, Target = TargetTransform.None },
                Optimizer = new OptimizerSpec { Kind = OptimizerKind.Adam, LearningRate = 5 },
                Training = new TrainingSpec { Epochs = 100, BatchSize = 64 },
                Validation = new ValidationSpec { Folds = 5, Assignment = FoldAssignment.Contiguous },
            }),
        new("kaggle-house-tuned",
            "The best network of ours on the Kaggle house prices, by cross-validation that looks at no row it scores: eight small networks that answer together, extreme values clipped, the logarithm of the price.",
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
        new("glyphs",
            "A small perceptron on generated drawings; needs no download and takes seconds.",
            new JobSpec
            {
                Dataset = "glyphs",
                Model = "glyphs",
                Network = new NetworkSpec { Hidden = [128] },
                Optimizer = new OptimizerSpec { LearningRate = 0.1, Momentum = 0.9 },
                Training = new TrainingSpec { Epochs = 5, BatchSize = 64 },
            }),
    ];

    private static InitializationSpec Normal => new() { Kind = InitializationKind.Normal, Std = 0.01 };

    /// <summary>A recipe; null when there is none of that name.</summary>
    public static Recipe? Find(string name) => All.FirstOrDefault(recipe => recipe.Name == name);
}
