using LearnML.Contracts;
using LearnML.Training.Networks;
using LearnML.Training.Randomness;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Networks;

public class NetworkBuilderTests
{
    private static readonly NetworkSpec Spec = new() { Hidden = [5] };

    [Fact]
    public void Parameters_have_same_names_as_in_PyTorch() => Assert.Equal(
        ["0.weight [5, 4]", "0.bias [5]", "2.weight [3, 5]", "2.bias [3]"],
        DescribeParameters(Spec));

    [Fact]
    public void Dropout_layer_counts_in_parameter_names() => Assert.Equal(
        ["0.weight [5, 4]", "0.bias [5]", "3.weight [3, 5]", "3.bias [3]"],
        DescribeParameters(Spec with { Dropout = [0.5] }));

    [Fact]
    public void Single_dropout_rate_applies_to_all_hidden_layers() => Assert.Equal(
        ["0.weight [5, 4]", "0.bias [5]", "3.weight [6, 5]", "3.bias [6]", "6.weight [3, 6]", "6.bias [3]"],
        DescribeParameters(Spec with { Hidden = [5, 6], Dropout = [0.5] }));

    [Fact]
    public void Dropout_rate_0_adds_no_layer() => Assert.Equal(
        ["0.weight [5, 4]", "0.bias [5]", "2.weight [6, 5]", "2.bias [6]", "5.weight [3, 6]", "5.bias [3]"],
        DescribeParameters(Spec with { Hidden = [5, 6], Dropout = [0, 0.5] }));

    [Fact]
    public void Network_without_hidden_layers_is_linear() => Assert.Equal(
        ["0.weight [3, 4]", "0.bias [3]"],
        DescribeParameters(Spec with { Hidden = [] }));

    [Theory]
    [InlineData(Activation.Relu, 0, 2)]
    [InlineData(Activation.Sigmoid, 0.26894142, 0.88079708)]
    [InlineData(Activation.Tanh, -0.76159416, 0.96402758)]
    public void Network_uses_activation_of_spec(Activation activation, double ofMinus1, double of2)
    {
        using var scope = NewDisposeScope();
        using var network = Build(Spec with { Activation = activation });

        Assert.Equal(ofMinus1, Output(-1), 1e-6);
        Assert.Equal(of2, Output(2), 1e-6);

        // Only the first hidden unit counts. Its weights are 0, so its input is its bias.
        float Output(float bias)
        {
            foreach (var (name, parameter) in network.StateDict(0))
            {
                parameter.zero_();
                parameter.view(-1)[0].fill_(name is "0.bias" ? bias : name is "2.weight" ? 1 : 0);
            }

            return network.Forward(zeros(1, 4)).view(-1)[0].item<float>();
        }
    }

    private static IEnumerable<string> DescribeParameters(NetworkSpec spec)
    {
        using var scope = NewDisposeScope();
        using var network = Build(spec);
        return [.. network.StateDict(0).Select(named => $"{named.Name} [{string.Join(", ", named.Tensor.shape)}]")];
    }

    private static BatchedNetwork Build(NetworkSpec spec)
    {
        using var random = new BatchedRandom(0, [0]);
        return new BatchedNetwork(spec, [4], 3, CPU, random);
    }
}
