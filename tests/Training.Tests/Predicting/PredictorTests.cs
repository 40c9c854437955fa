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
    public void Answers_are_those_of_a_forward_pass_by_hand()
    {
        var weights = new SafetensorsFile(
            File.ReadAllBytes(Directory.GetFiles(run.Path, "weights.safetensors", SearchOption.AllDirectories).Single()));

        var answers = predictor.Predict(instances);

        Assert.Equal(50, answers.Length);
        for (var row = 0; row < answers.Length; row++)
        {
            var inputs = instances.Skip(row * Pixels).Take(Pixels).Select(pixel => pixel / 255.0).ToArray();
            var expected = ReferenceForwardPass.ComputeProbabilities(weights, ["0", "3"], value => Math.Max(0, value), inputs);
            Assert.All(expected.Zip(answers[row].Probabilities!), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
            Assert.Equal(Array.IndexOf(expected, expected.Max()), answers[row].ClassIndex);
            Assert.Equal(GlyphImages.Small.Shape.Classes[answers[row].ClassIndex!.Value], answers[row].Label);
        }
    }

    [Fact]
    public void Probabilities_sum_to_1() => Assert.All(predictor.Predict(instances), answer =>
    {
        Assert.Equal(10, answer.Probabilities!.Count);
        Assert.All(answer.Probabilities, probability => Assert.InRange(probability, 0, 1));
        Assert.Equal(1, answer.Probabilities.Sum(), 1e-5);
    });

    [Fact]
    public void More_rows_than_go_through_at_once_are_answered_as_few()
    {
        var few = predictor.Predict(instances);
        var many = predictor.Predict([.. Enumerable.Repeat(instances, (predictor.MaximumBatchSize / few.Length) + 1).SelectMany(pixels => pixels)]);

        Assert.InRange(many.Length, predictor.MaximumBatchSize + 1, 2 * predictor.MaximumBatchSize);
        Assert.All(many.Index(), answer => Assert.All(
            few[answer.Index % few.Length].Probabilities!.Zip(answer.Item.Probabilities!), pair => Assert.Equal(pair.First, pair.Second, 1e-6f)));
    }

    [Fact]
    public void It_holds_no_gradients() => Assert.All(predictor.StateDict(), named =>
    {
        Assert.False(named.Tensor.requires_grad);
        Assert.Null(named.Tensor.grad);
    });

    [Fact]
    public void They_agree_with_the_report()
    {
        using var again = new SmallRun { Spec = run.Spec };
        var report = again.Execute().Report;

        var answers = predictor.Predict(instances);

        Assert.Equal(report.Test!.Accuracy, answers.Zip(GlyphImages.Small.Test.Labels).Average(pair => pair.First.ClassIndex == pair.Second ? 1.0 : 0));
        Assert.All(report.Samples!, sample => Assert.Equal(sample.Predicted, answers[sample.Row].Label));
    }

    [Fact]
    public void Eight_threads_get_the_same_answers()
    {
        var expected = predictor.Predict(instances);
        using var together = new Barrier(8);
        var answers = new Prediction[8][][];
        var threads = Enumerable.Range(0, 8).Select(thread => new Thread(() =>
        {
            together.SignalAndWait();
            answers[thread] = [.. Enumerable.Range(0, 50).Select(_ => predictor.Predict(instances))];
        })).ToList();

        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());

        Assert.All(answers.SelectMany(ofThread => ofThread), AssertSame);

        void AssertSame(Prediction[] actual)
        {
            Assert.Equal(expected.Select(answer => answer.ClassIndex), actual.Select(answer => answer.ClassIndex));
            Assert.All(
                expected.SelectMany(answer => answer.Probabilities!).Zip(actual.SelectMany(answer => answer.Probabilities!)),
                pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
        }
    }

    [Fact]
    public void The_threads_gradients_stay_on()
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
