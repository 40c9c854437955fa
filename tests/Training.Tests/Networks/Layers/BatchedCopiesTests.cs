using LearnML.Contracts;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Networks;
using LearnML.Training.Networks.Planning;
using LearnML.Training.Randomness;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Networks.Layers;

public class BatchedCopiesTests
{
    private static readonly NetworkSpec Spec = new() { Hidden = [8], Copies = 6 };

    [Fact]
    public void Factors_start_as_signs_that_are_equal_within_a_column()
    {
        using var random = new BatchedRandom(5, [0]);
        using var network = new BatchedNetwork(Spec, [new NetworkInputs(6) { Columns = [1, 3, 2] }], 2, CPU, random);

        var factors = network.StateDict(0).First().Tensor.data<float>().ToArray().Chunk(6).ToArray();

        Assert.Equal(6, factors.Length);
        Assert.All(factors, copy => Assert.Equal([copy[0], copy[1], copy[1], copy[1], copy[4], copy[4]], copy));
        Assert.Equal([-1, 1], factors.SelectMany(copy => copy).Distinct().Order());
        Assert.True(factors.DistinctBy(copy => (copy[0], copy[1], copy[4])).Count() > 1);
    }

    [Fact]
    public void A_member_draws_the_same_factors_alone_and_beside_a_wider_one()
    {
        using var both = new BatchedRandom(5, [0, 1]);
        using var alone = new BatchedRandom(5, [1]);
        using var pair = new BatchedNetwork(Spec, [6, 4], 2, CPU, both);
        using var single = new BatchedNetwork(Spec, [4], 2, CPU, alone);

        var actual = pair.StateDict(1).First().Tensor.narrow(1, 0, 4).contiguous();
        Assert.Equal(single.StateDict(0).First().Tensor.data<float>().ToArray(), actual.data<float>().ToArray());
    }

    // bfloat16 has 8 significant bits.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Outputs_and_gradients_in_bfloat16_are_near_those_in_float32(int members)
    {
        using var scope = NewDisposeScope();
        var (expected, actual) = (Run(Precision.Float32), Run(Precision.Bfloat16));

        Assert.NotEqual(expected, actual);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 0.02f * (1 + Math.Abs(pair.First))));

        float[] Run(Precision precision)
        {
            using var random = new BatchedRandom(5, Enumerable.Range(0, members));
            var smooth = Spec with { Activation = Activation.Tanh }; // no unit that is 0 in one precision and not in the other
            using var network = new BatchedNetwork(smooth, [.. Enumerable.Repeat(4, members)], 2, CPU, random, precision);
            network.Parameters.BeginTraining();
            network.IsTraining = true;
            Array.Fill(random.BatchRows, 5);
            using var generator = new Generator(3);
            using var inference = inference_mode();
            var outputs = network.Forward(randn(members == 1 ? [5, 4] : [members, 5, 4], generator: generator));
            float[] values = [.. outputs.data<float>()];
            network.Backward(ones_like(outputs));
            return [.. values, .. network.Parameters.Gradients.data<float>()];
        }
    }

    [Theory]
    [InlineData(LearningTask.Classification)]
    [InlineData(LearningTask.Regression)]
    public void Predictions_are_means_of_networks_with_one_copy(LearningTask task)
    {
        const int Rows = 20;
        using var scope = NewDisposeScope();
        using var random = new BatchedRandom(0, [0]);
        var (spec, outputs) = (new JobSpec { Dataset = "numbers", Network = Spec }, task == LearningTask.Classification ? 3 : 1);
        using var network = new BatchedNetwork(spec.Network, [4], outputs, CPU, random);
        using var lossFunction = new LossFunction(task);
        using var trainer = new EpochTrainer(spec, network, lossFunction);
        var inputs = randn([Rows, 4], generator: random.Members[0].CpuGenerator);
        using var data = new TensorDataset(inputs.alias(), zeros(Rows, task == LearningTask.Classification ? int64 : float32));

        var predicted = trainer.Predict(new RowSet(data, [[.. Enumerable.Range(0, Rows).Select(row => (long)row)]]), CancellationToken.None)[0];

        using var off = no_grad();
        var parameters = network.StateDict(0).Select(named => named.Tensor).ToArray();
        var (weights, biases) = (parameters[3].view(6, outputs, 8), parameters[4].view(6, outputs));
        var copies = Enumerable.Range(0, 6).Select(copy =>
        {
            var hidden = inputs.mul(parameters[0][copy]).mm(parameters[1].t()).add(parameters[2]).relu();
            var output = hidden.mm(weights[copy].t()).add(biases[copy]);
            return task == LearningTask.Classification ? output.softmax(1) : output;
        });
        var mean = stack([.. copies]).mean([0]);
        var expected = (task == LearningTask.Classification ? mean.log() : mean).flatten().data<float>().ToArray();
        Assert.Equal(expected.Length, predicted.Length);
        Assert.All(expected.Zip(predicted), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }
}
