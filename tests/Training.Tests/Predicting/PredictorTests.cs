using LearnML.Contracts;
using LearnML.Training.Predicting;
using LearnML.Training.Tests.Checkpoints;
using LearnML.Training.Tests.Devices;
using LearnML.Training.Tests.Support;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Predicting;

public sealed class PredictorTests : IDisposable
{
    private const int Pixels = 784;

    private readonly SmallRun run = new() { Spec = Specs.Small.Dropout(0.5) };
    private readonly Predictor predictor;
    private readonly float[] instances = [.. GlyphImages.Small.Test.Pixels.Select(pixel => (float)pixel)];

    public PredictorTests()
    {
        run.Execute();
        predictor = Predictor.Load(run.Checkpoints, run.Checkpoint, TestDevice.Name);
    }

    public void Dispose() => run.Dispose();

    [Fact]
    public void Predictions_match_reference_forward_pass()
    {
        var weights = new SafetensorsFile(
            File.ReadAllBytes(Directory.GetFiles(run.Path, "weights.safetensors", SearchOption.AllDirectories).Single()));

        var predictions = predictor.Predict(instances);

        Assert.Equal(50, predictions.Length);
        for (var row = 0; row < predictions.Length; row++)
        {
            var inputs = instances.Skip(row * Pixels).Take(Pixels).Select(pixel => pixel / 255.0).ToArray();
            var expected = ReferenceForwardPass.ComputeProbabilities(weights, ["0", "3"], value => Math.Max(0, value), inputs);
            Assert.All(expected.Zip(predictions[row].Probabilities!), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
            Assert.Equal(Array.IndexOf(expected, expected.Max()), predictions[row].ClassIndex);
            Assert.Equal(GlyphImages.Small.Shape.Classes[predictions[row].ClassIndex!.Value], predictions[row].Label);
        }
    }

    [Fact]
    public void Probabilities_sum_to_1() => Assert.All(predictor.Predict(instances), prediction =>
    {
        Assert.Equal(10, prediction.Probabilities!.Count);
        Assert.All(prediction.Probabilities, probability => Assert.InRange(probability, 0, 1));
        Assert.Equal(1, prediction.Probabilities.Sum(), 1e-5);
    });

    [Fact]
    public void Batch_size_does_not_change_predictions()
    {
        var few = predictor.Predict(instances);
        var many = predictor.Predict([.. Enumerable.Repeat(instances, (predictor.MaximumBatchSize / few.Length) + 1).SelectMany(pixels => pixels)]);

        Assert.InRange(many.Length, predictor.MaximumBatchSize + 1, 2 * predictor.MaximumBatchSize);
        Assert.All(many.Index(), prediction => Assert.All(
            few[prediction.Index % few.Length].Probabilities!.Zip(prediction.Item.Probabilities!),
            pair => Assert.Equal(pair.First, pair.Second, 1e-6f)));
    }

    [Fact]
    public void Predictions_agree_with_report()
    {
        using var again = new SmallRun { Spec = run.Spec };
        var report = again.Execute().Report;

        var predictions = predictor.Predict(instances);

        Assert.Equal(report.Test!.Accuracy,
            predictions.Zip(GlyphImages.Small.Test.Labels).Average(pair => pair.First.ClassIndex == pair.Second ? 1.0 : 0));
        Assert.All(report.Samples!, sample => Assert.Equal(sample.Predicted, predictions[sample.Row].Label));
    }

    [Fact]
    public void Concurrent_threads_get_same_predictions()
    {
        var expected = predictor.Predict(instances);
        using var barrier = new Barrier(8);
        var predictions = new Prediction[8][][];
        var threads = Enumerable.Range(0, 8).Select(thread => new Thread(() =>
        {
            barrier.SignalAndWait();
            predictions[thread] = [.. Enumerable.Range(0, 50).Select(_ => predictor.Predict(instances))];
        })).ToList();

        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.All(predictions.SelectMany(ofThread => ofThread), AssertSame);

        void AssertSame(Prediction[] actual)
        {
            Assert.Equal(expected.Select(prediction => prediction.ClassIndex), actual.Select(prediction => prediction.ClassIndex));
            Assert.All(
                expected.SelectMany(prediction => prediction.Probabilities!).Zip(actual.SelectMany(prediction => prediction.Probabilities!)),
                pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        }
    }

    [Fact]
    public void Prediction_leaves_gradients_of_thread_enabled()
    {
        Assert.True(is_grad_enabled());

        Predictor.Load(run.Checkpoints, run.Checkpoint, TestDevice.Name).Predict(instances);

        Assert.True(is_grad_enabled());
        Assert.False(is_inference_mode_enabled());
        using var scope = NewDisposeScope();
        var weight = ones(2, requires_grad: true);
        (weight * weight).sum().backward();
        Assert.Equal([2f, 2], weight.grad!.data<float>().ToArray());
    }
}
