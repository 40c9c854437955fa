using LearnML.Contracts;
using LearnML.Training.Networks;
using LearnML.Training.Tests.Fitting;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Networks;

public class NetworkSizeTests
{
    private static readonly JobSpec Spec = Specs.Small.Hidden(256).BatchSize(256);

    [Theory]
    [InlineData(new int[0], 7_850)]
    [InlineData(new[] { 256 }, 203_530)]
    [InlineData(new[] { 256, 256 }, 269_322)]
    public void Parameters_are_weights_and_biases(int[] hidden, int expected) =>
        Assert.Equal(expected, NetworkSize.Of(Spec.Hidden(hidden), 784, 10).Parameters);

    [Fact]
    public void The_built_network_has_as_many()
    {
        using var random = new StackRandom(0, [0], CPU);
        using var stack = new Stack(Spec.Network, [784], 10, CPU, random);

        Assert.Equal(203_530, stack.Network.parameters().Sum(parameter => parameter.numel()));
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(0.9, 4)]
    public void Training_takes_copies_of_the_parameters_and_one_batch_of_units(double momentum, int copies) => Assert.Equal(
        4 * ((copies * 203_530) + (2 * 256 * (784 + 256 + 10))),
        NetworkSize.Of(Spec.Momentum(momentum), 784, 10).TrainingBytes);

    [Fact]
    public void Absurd_widths_do_not_overflow()
    {
        const int Widest = int.MaxValue;

        var size = NetworkSize.Of(Spec.Hidden(Widest, Widest, Widest).BatchSize(Widest).Momentum(0.9), Widest, Widest);

        var parameters = 4 * ((Int128)Widest + 1) * Widest;
        Assert.Equal(parameters, size.Parameters);
        Assert.Equal(4 * ((4 * parameters) + ((Int128)2 * Widest * 5 * Widest)), size.TrainingBytes);
    }
}
