using LearnML.Contracts;
using LearnML.Training.Datasets.Images;

namespace LearnML.Api.Recipes;

/// <summary>Recipes for multilayer perceptrons on images: Fashion-MNIST, and generated glyphs that need no download.</summary>
internal static class ImageRecipes
{
    private const string Notes = "https://d2l.ai/chapter_multilayer-perceptrons/";

    public static IReadOnlyList<Recipe> All { get; } =
    [
        new(
            "mlp",
            $"A multilayer perceptron with one hidden layer of 256 units on Fashion-MNIST. {Notes}mlp-implementation.html",
            "Training and test accuracy rise together to about 0.85 within ten epochs. The gradient norms of both layers stay at the same magnitude.",
            OnFashionMnist("mlp", new NetworkSpec { Hidden = [256], Initialization = Normal(0.01) }, learningRate: 0.1)),
        new(
            "mlp-deep-sigmoid",
            "Vanishing gradients: five hidden layers of 256 units with sigmoid and weights from N(0, 0.01²) on Fashion-MNIST. "
                + $"{Notes}numerical-stability-and-init.html",
            "The loss stays at ln 10 = 2.303, and the gradient norm of layer 0 is many powers of ten smaller than that of the last layer. "
                + "The report names the layer. To make it learn, run it again with "
                + "{\"network\": {\"activation\": \"relu\", \"initialization\": {\"kind\": \"kaimingNormal\", \"std\": null}}}.",
            OnFashionMnist(
                "mlp-deep-sigmoid",
                new NetworkSpec { Hidden = [256, 256, 256, 256, 256], Activation = Activation.Sigmoid, Initialization = Normal(0.01) },
                learningRate: 0.1,
                epochs: 3)),
        new(
            "mlp-exploding",
            "Exploding activations and gradients: four hidden layers of 256 units with relu and weights from N(0, 1) on Fashion-MNIST. "
                + $"{Notes}numerical-stability-and-init.html",
            "The variance of the activations grows more than a hundredfold from layer to layer. The gradient norms are in the tens of thousands, "
                + "although clipping keeps the steps small. The report names the layer. Without optimizer.clipNorm the training diverges at once; "
                + "with kaimingNormal it trains normally.",
            OnFashionMnist(
                "mlp-exploding",
                new NetworkSpec { Hidden = [256, 256, 256, 256], Initialization = Normal(1) },
                learningRate: 0.01,
                epochs: 3,
                clipNorm: 1)),
        new(
            "dropout",
            $"Two hidden layers of 256 units with dropout 0.2 and 0.5 on Fashion-MNIST. {Notes}dropout.html",
            "Training and validation loss fall together. Compare it with dropout-off: there the training loss after the last epoch is lower, and "
                + "the gap between training and validation loss in the report is larger.",
            OnFashionMnist(
                "dropout",
                new NetworkSpec { Hidden = [256, 256], Dropout = [0.2, 0.5], Initialization = Normal(0.01) },
                learningRate: 0.5,
                epochs: 20,
                keep: KeptEpoch.Last)),
        new(
            "dropout-off",
            $"The same two hidden layers of 256 units without dropout on Fashion-MNIST. {Notes}dropout.html",
            "The training loss falls further than with dropout, and falls well below the validation loss. "
                + "GET /api/jobs/compare shows it side by side with dropout.",
            OnFashionMnist(
                "dropout-off",
                new NetworkSpec { Hidden = [256, 256], Initialization = Normal(0.01) },
                learningRate: 0.5,
                epochs: 20,
                keep: KeptEpoch.Last)),
        new(
            "glyphs",
            "A small multilayer perceptron on generated drawings. It needs no download and takes seconds.",
            "The accuracy passes 0.9 within five epochs. This is the quickest way to see a live curve and a prediction.",
            new JobSpec
            {
                Dataset = Glyphs.Name,
                Model = "glyphs",
                Network = new NetworkSpec { Hidden = [128] },
                Optimizer = new OptimizerSpec { Kind = OptimizerKind.Sgd, LearningRate = 0.1, Momentum = 0.9 },
                Training = new TrainingSpec { Epochs = 5, BatchSize = 64 },
            }),
    ];

    private static InitializationSpec Normal(double std) => new() { Kind = InitializationKind.Normal, Std = std };

    private static JobSpec OnFashionMnist(
        string model, NetworkSpec network, double learningRate, int epochs = 10, double? clipNorm = null, KeptEpoch? keep = null) => new()
        {
            Dataset = FashionMnist.Name,
            Model = model,
            Network = network,
            Optimizer = new OptimizerSpec { Kind = OptimizerKind.Sgd, LearningRate = learningRate, ClipNorm = clipNorm },
            Training = new TrainingSpec { Epochs = epochs, BatchSize = 256 },
            Validation = new ValidationSpec { TestPart = true, Keep = keep },
        };
}
