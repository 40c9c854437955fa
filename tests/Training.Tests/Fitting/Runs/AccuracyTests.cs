using LearnML.Contracts;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Tests.Datasets;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Fitting.Runs;

/// <summary>Networks learn, and reach the accuracy of the same networks in PyTorch.</summary>
public class AccuracyTests
{
    [Fact]
    public void Small_network_learns_glyphs()
    {
        using var run = new SmallRun
        {
            Dataset = GlyphImages.Draw(2000, 500),
            Spec = Specs.Small.Hidden(64).Momentum(0.9).LearningRate(0.05).Epochs(10),
        };

        var report = run.Execute().Report;

        Assert.InRange(report.Test!.Accuracy!.Value, 0.85, 1);
    }

    [Fact]
    public async Task Multilayer_perceptron_on_fashion_mnist_reaches_accuracy_of_PyTorch()
    {
        Assert.SkipUnless(RealDatasets.Available, RealDatasets.Missing);
        using var http = new HttpClient();
        var fashion = (ImageDataset)await new FashionMnist(RealDatasets.Folder, http, _ => { }).LoadAsync(TestContext.Current.CancellationToken);

        var accuracy = Enumerable.Range(0, 3).Average(seed => TrainAndGetTestAccuracy(fashion, seed));

        // The mean accuracy of PyTorch over seeds, for these 7,000 training and 1,226 test rows.
        Assert.Equal(0.762, accuracy, 0.03);
    }

    private static double TrainAndGetTestAccuracy(ImageDataset fashion, int seed)
    {
        var spec = new JobSpec
        {
            Dataset = "fashion-mnist",
            Network = new NetworkSpec
            {
                Hidden = [256],
                Initialization = new InitializationSpec { Kind = InitializationKind.Normal, Std = 0.01 },
            },
            Optimizer = new OptimizerSpec { LearningRate = 0.1 },
            Training = new TrainingSpec { Epochs = 10, BatchSize = 256, Seed = seed },
            Validation = new ValidationSpec { TestPart = true },
        };
        using var run = new SmallRun { Dataset = fashion, Spec = spec };
        run.Execute();
        return run.Observer.Epochs[^1].Validation!.Accuracy!.Value;
    }
}
