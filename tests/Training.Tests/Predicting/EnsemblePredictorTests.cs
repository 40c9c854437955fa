using LearnML.Training.Predicting;
using LearnML.Training.Tests.Checkpoints;
using LearnML.Training.Tests.Devices;
using LearnML.Training.Tests.Support;

namespace LearnML.Training.Tests.Predicting;

/// <summary>A checkpoint of several networks predicts their mean.</summary>
public sealed class EnsemblePredictorTests : IDisposable
{
    private const int Networks = 3;

    private readonly SmallRun run = new() { Spec = Specs.Small.Ensemble(Networks).Dropout(0.3) };

    public void Dispose() => run.Dispose();

    [Fact]
    public void Probabilities_are_means_over_networks()
    {
        run.Execute();
        var weights = new SafetensorsFile(
            File.ReadAllBytes(Directory.GetFiles(run.Path, "weights.safetensors", SearchOption.AllDirectories).Single()));
        var pixels = GlyphImages.Small.Test.Pixels;

        var predictions = Predictor.Load(run.Checkpoints, run.Checkpoint, TestDevice.Name).Predict([.. pixels.Select(pixel => (float)pixel)]);

        Assert.Equal(["0.0.weight", "0.0.bias", "0.3.weight", "0.3.bias"], weights.Names.Take(4));
        Assert.Equal(4 * Networks, weights.Names.Count());
        for (var row = 0; row < predictions.Length; row++)
        {
            var inputs = pixels.Skip(row * 784).Take(784).Select(pixel => pixel / 255.0).ToArray();
            var networkProbabilities = Enumerable.Range(0, Networks).Select(network =>
                ReferenceForwardPass.ComputeProbabilities(weights, [$"{network}.0", $"{network}.3"], value => Math.Max(0, value), inputs)).ToArray();
            var expected = Enumerable.Range(0, 10).Select(index => networkProbabilities.Average(network => network[index]));
            Assert.All(expected.Zip(predictions[row].Probabilities!), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
            Assert.Equal(Networks, networkProbabilities.Select(network => network[0]).Distinct().Count());
        }
    }

    [Fact]
    public void Predictions_agree_with_report()
    {
        var report = run.Execute().Report;

        var predictions = Predictor.Load(run.Checkpoints, run.Checkpoint,
            TestDevice.Name).Predict([.. GlyphImages.Small.Test.Pixels.Select(pixel => (float)pixel)]);

        var labels = GlyphImages.Small.Test.Labels;
        Assert.Equal(report.Test!.Accuracy, predictions.Zip(labels).Average(pair => pair.First.ClassIndex == pair.Second ? 1.0 : 0));
        Assert.Equal(report.Test.Loss, predictions.Zip(labels).Average(pair => -Math.Log(pair.First.Probabilities![pair.Second])), 1e-5);
    }
}
