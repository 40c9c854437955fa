using LearnML.Contracts;
using LearnML.Training.Networks;
using LearnML.Training.Networks.Planning;
using LearnML.Training.Randomness;
using LearnML.Training.Tests.Support;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Networks.Planning;

public class NetworkSizeTests
{
    private static readonly JobSpec Spec = Specs.Small.Hidden(256).BatchSize(256);

    [Theory]
    [InlineData(new int[0], 7_850)]
    [InlineData(new[] { 256 }, 203_530)]
    [InlineData(new[] { 256, 256 }, 269_322)]
    public void Parameter_count_includes_weights_and_biases(int[] hidden, int expected) =>
        Assert.Equal(expected, NetworkSize.Estimate(Spec.Hidden(hidden), 784, 10).Parameters);

    [Fact]
    public void Built_network_has_estimated_parameter_count()
    {
        using var random = new BatchedRandom(0, [0]);
        using var network = new BatchedNetwork(Spec.Network, [784], 10, CPU, random);

        Assert.Equal(203_530, network.ParameterCount);
    }

    [Fact]
    public void Copies_have_factors_and_output_layers_but_share_hidden_layers()
    {
        var spec = Spec with { Network = Spec.Network with { Copies = 4 } };
        using var random = new BatchedRandom(0, [0]);
        using var network = new BatchedNetwork(spec.Network, [784], 10, CPU, random);

        const int Parameters = (4 * 784) + (785 * 256) + (4 * 257 * 10);
        Assert.Equal((Parameters, Parameters), (network.ParameterCount, (long)NetworkSize.Estimate(spec, 784, 10).Parameters));
        Assert.Equal(4 * ((784 * 256) + (256 * 10)), network.MultiplyAdds);
    }

    // Three numbers: 16 frequencies and phases, and 17 · 3 weights and biases, each; or 48 frequencies and 97 · 24.
    [Theory]
    [InlineData(PeriodicEmbeddingKind.Pbld, 3 * (32 + 51), 5 + (3 * 3))]
    [InlineData(PeriodicEmbeddingKind.Plr, 3 * (48 + (97 * 24)), 5 + (3 * 23))]
    public void Periodic_embeddings_have_estimated_parameter_count(PeriodicEmbeddingKind kind, int ofEmbedding, int width)
    {
        var spec = Spec with { Network = new NetworkSpec { Hidden = [], PeriodicEmbedding = new PeriodicEmbeddingSpec { Kind = kind } } };
        using var random = new BatchedRandom(0, [0]);
        var inputs = new NetworkInputs(5) { Numbers = [0, 2, 4] };
        using var network = new BatchedNetwork(spec.Network, [inputs], 2, CPU, random);

        Assert.Equal(ofEmbedding + ((width + 1) * 2), network.ParameterCount);
        Assert.Equal(network.ParameterCount, NetworkSize.Estimate(spec, inputs, 2).Parameters);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(0.9, 4)]
    public void Training_memory_includes_parameter_copies_and_one_batch_of_units(double momentum, int copies) => Assert.Equal(
        4 * ((copies * 203_530) + (10_000 * (784 + 256 + 256 + 10 + (2 * 784)))),
        NetworkSize.Estimate(Spec.Momentum(momentum).BatchSize(10_000), 784, 10).TrainingBytes);

    [Fact]
    public void Training_memory_includes_larger_inference_batch() => Assert.Equal(
        4 * ((3 * 203_530) + (4096 * 3 * 784)),
        NetworkSize.Estimate(Spec, 784, 10).TrainingBytes);

    [Theory]
    [InlineData(784, 1, 4096)]
    [InlineData(4096, 1, 4096)]
    [InlineData(65_536, 1, 256)]
    [InlineData(65_536, 4, 64)]
    [InlineData(100_000_000, 1, 32)]
    public void Inference_batch_size_decreases_with_width(int width, int members, int rows) =>
        Assert.Equal(rows, new NetworkPlan(Spec.Hidden(width).Network, 784, 10).InferenceBatchSize(members));

    [Fact]
    public void Training_memory_includes_saved_activations_of_every_layer()
    {
        LayerSpec[] pair = [new() { Dropout = 0.1 }, new() { Activation = Activation.Gelu }];
        var spec = Specs.Small.BatchSize(4096) with
        {
            Network = new NetworkSpec { Layers = [new() { Linear = 2000 }, .. Enumerable.Repeat(pair, 15).SelectMany(layers => layers)] },
        };

        var bytes = NetworkSize.Estimate(spec, 784, 10).TrainingBytes;

        // A measured run took 1.2 GB.
        Assert.InRange(bytes, (Int128)1_200_000_000, 2_400_000_000);
    }

    [Fact]
    public void Huge_widths_do_not_overflow()
    {
        const int Widest = int.MaxValue;

        var size = NetworkSize.Estimate(Spec.Hidden(Widest, Widest, Widest).BatchSize(Widest).Momentum(0.9), Widest, Widest);

        var parameters = 4 * ((Int128)Widest + 1) * Widest;
        Assert.Equal(parameters, size.Parameters);
        Assert.Equal(4 * ((4 * parameters) + ((Int128)Widest * 10 * Widest)), size.TrainingBytes);
    }
}
