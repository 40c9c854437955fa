using LearnML.Contracts;
using LearnML.Training.Networks;
using LearnML.Training.Randomness;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Networks;

/// <summary>Blocks and shared, frozen and normalized layers give the values computed by hand.</summary>
public class BatchedNetworkTests
{
    private static readonly float[] Row = [1, -2];

    [Fact]
    public void Parameters_are_named_by_path_and_shared_ones_occur_once()
    {
        var spec = Spec(
            new() { Linear = 2, Share = "a" },
            new() { Activation = Activation.Prelu },
            new() { Linear = 2, Share = "a" },
            new() { Block = [new() { Linear = 2 }, new() { Normalization = Normalization.Batch }], Repeat = 2 },
            new() { Block = [new() { Activation = Activation.Relu }, new() { Linear = 2, Frozen = true }] });

        Assert.Equal(
            [
                "0.bias [2]", "0.weight [2, 2]", "1.weight [1]",
                "3.0.0.bias [2]", "3.0.0.weight [2, 2]", "3.0.1.bias [2]", "3.0.1.running_mean [2]", "3.0.1.running_var [2]", "3.0.1.weight [2]",
                "3.1.0.bias [2]", "3.1.0.weight [2, 2]", "3.1.1.bias [2]", "3.1.1.running_mean [2]", "3.1.1.running_var [2]", "3.1.1.weight [2]",
                "4.1.bias [2]", "4.1.weight [2, 2]", "5.bias [1]", "5.weight [1, 2]",
            ],
            DescribeParameters(spec, 1, 0));
        Assert.Equal(DescribeParameters(spec, 1, 0), DescribeParameters(spec, 3, 2));
    }

    // Every layer has W = [[1, 1], [0, 2]] and b = 0. The output layer returns the sum.
    [Fact]
    public void Residual_block_adds_its_inputs() =>
        // W·x = (-1, -4). The block gives (-1 - 4, -8), and with its inputs (-6, -12).
        Assert.Equal(-18, Output(Spec(new() { Linear = 2 }, new() { Block = [new() { Linear = 2 }], Residual = true })));

    [Fact]
    public void Repeated_block_is_applied_repeatedly() =>
        // (-1, -4), and then twice more: (-5, -8), (-13, -16).
        Assert.Equal(-29, Output(Spec(new() { Linear = 2 }, new() { Block = [new() { Linear = 2 }], Repeat = 2 })));

    [Fact]
    public void Shared_layer_sums_gradients_of_all_uses()
    {
        // y = Σ W·W·x; dy/dW = (Wᵀ·1)·xᵀ + 1·(W·x)ᵀ = (1, 3)ᵀ·(1, -2) + (1, 1)ᵀ·(-1, -4).
        var gradient = Gradients(Spec(new() { Linear = 2, Share = "a" }, new() { Linear = 2, Share = "a" }))["0"];

        Assert.Equal([1f - 1, -2 - 4, 3 - 1, -6 - 4], gradient);
    }

    [Fact]
    public void Frozen_layer_has_no_gradient_but_passes_gradients_on()
    {
        // y = Σ F·W·x; dy/dW = (Fᵀ·1)·xᵀ.
        var gradients = Gradients(Spec(new() { Linear = 2 }, new() { Linear = 2, Frozen = true }));

        Assert.Equal([1f, -2, 3, -6], gradients["0"]);
        Assert.False(gradients.ContainsKey("1"));
    }

    [Fact]
    public void Batch_of_one_row_is_normalized_as_in_evaluation()
    {
        using var scope = NewDisposeScope();
        using var network = Build(Spec(new LayerSpec { Normalization = Normalization.Batch }), 1);
        using var input = tensor(Row, [1, 2]);

        network.IsTraining = true;
        var trained = network.Forward(input).item<float>();

        // The output layer adds 1 and -2, which the running mean 0 and variance 1 leave as they are.
        Assert.Equal(-1, trained, 1e-4);
        Assert.Equal([1f, 1], network.StateDict(0).Single(named => named.Name == "0.running_var").Tensor.data<float>().ToArray());
    }

    private static NetworkSpec Spec(params LayerSpec[] layers) => new() { Layers = layers };

    private static BatchedNetwork Build(NetworkSpec spec, int members)
    {
        using var random = new BatchedRandom(0, Enumerable.Range(0, members));
        var network = new BatchedNetwork(spec, [.. Enumerable.Repeat(2, members)], 1, CPU, random);
        random.BatchRows[0] = 1;
        using var off = no_grad();
        foreach (var (name, parameter) in network.StateDict(0).Where(_ => members == 1))
        {
            if (name.EndsWith("bias", StringComparison.Ordinal))
            {
                parameter.zero_();
            }
            else if (parameter.numel() == 4)
            {
                parameter.copy_(Numbers(1, 1, 0, 2));
            }
            else if (parameter.dim() == 2)
            {
                parameter.fill_(1);
            }
        }

        return network;
    }

    private static Tensor Numbers(params float[] numbers) => tensor(numbers, [2, 2]);

    private static string[] DescribeParameters(NetworkSpec spec, int members, int member)
    {
        using var scope = NewDisposeScope();
        using var network = Build(spec, members);
        return [.. network.StateDict(
            member).Select(named => $"{named.Name} [{string.Join(", ", named.Tensor.shape)}]").Order(StringComparer.Ordinal)];
    }

    private static float Output(NetworkSpec spec)
    {
        using var scope = NewDisposeScope();
        using var network = Build(spec, 1);
        return network.Forward(tensor(Row, [1, 2])).item<float>();
    }

    private static Dictionary<string, float[]> Gradients(NetworkSpec spec)
    {
        using var scope = NewDisposeScope();
        using var network = Build(spec, 1);
        network.Parameters.BeginTraining();
        network.IsTraining = true;
        network.Backward(ones_like(network.Forward(tensor(Row, [1, 2]))));
        return network.Parameters.Trained.Where(parameter => !parameter.IsBias)
            .ToDictionary(parameter => parameter.Layer, parameter => parameter.Gradient.data<float>().ToArray());
    }
}
