using LearnML.Contracts;
using LearnML.Training.Networks;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Networks;

public class InitializerTests
{
    private const int Inputs = 400;
    private const int Outputs = 1000;
    private const double Bound = 0.05;

    private static readonly InitializationSpec Default = new();

    [Fact]
    public void Default_draws_weights_and_biases_evenly_within_one_over_the_root_of_the_inputs()
    {
        var (weight, bias) = Fill(Default);

        AssertUniform(weight);
        AssertUniform(bias);
    }

    [Theory]
    [InlineData(null, 0.01)]
    [InlineData(0.3, 0.3)]
    public void Normal_draws_weights_of_its_mean_and_deviation_and_biases_as_default(double? std, double expected)
    {
        var (weight, bias) = Fill(new InitializationSpec { Kind = InitializationKind.Normal, Std = std });

        Assert.Equal(0, weight.Average(), 5 * expected / Math.Sqrt(weight.Length));
        Assert.Equal(expected, Deviation(weight), 0.01 * expected);

        // Of a normal distribution 4.55 % lie beyond two deviations, of an even one none.
        Assert.Equal(0.0455, weight.Count(value => Math.Abs(value) > 2 * expected) / (double)weight.Length, 0.002);
        AssertUniform(bias);
    }

    [Fact]
    public void The_generator_determines_the_weights()
    {
        Assert.Equal(Fill(Default, seed: 4).Weight, Fill(Default, seed: 4).Weight);
        Assert.NotEqual(Fill(Default, seed: 4).Weight, Fill(Default, seed: 5).Weight);
    }

    private static void AssertUniform(float[] values)
    {
        Assert.All(values, value => Assert.InRange(value, -Bound, Bound));
        Assert.InRange(values.Max(), 0.99 * Bound, Bound);
        Assert.InRange(values.Min(), -Bound, -0.99 * Bound);
        Assert.Equal(Bound / Math.Sqrt(3), Deviation(values), 0.04 * Bound);
    }

    private static double Deviation(float[] values) => Math.Sqrt(values.Average(value => (double)value * value));

    private static (float[] Weight, float[] Bias) Fill(InitializationSpec spec, ulong seed = 4)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(seed);
        var (weight, bias) = (zeros(Outputs, Inputs), zeros(Outputs));
        Initializer.Fill(spec, weight, bias, generator);
        return (weight.data<float>().ToArray(), bias.data<float>().ToArray());
    }
}
