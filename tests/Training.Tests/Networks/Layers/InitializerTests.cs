using LearnML.Contracts;
using LearnML.Training.Networks.Layers;
using static TorchSharp.torch;

namespace LearnML.Training.Tests.Networks.Layers;

public class InitializerTests
{
    private const int Inputs = 400;
    private const int Outputs = 1000;
    private const double Bound = 0.05;

    private static readonly InitializationSpec Default = new();

    [Fact]
    public void Default_draws_uniform_weights_and_biases_bounded_by_inverse_root_of_inputs()
    {
        var (weight, bias) = Fill(Default);

        AssertUniform(weight);
        AssertUniform(bias);
    }

    [Theory]
    [InlineData(null, 0.01)]
    [InlineData(0.3, 0.3)]
    public void Normal_draws_weights_with_its_deviation_and_default_biases(double? std, double expected)
    {
        var (weight, bias) = Fill(new InitializationSpec { Kind = InitializationKind.Normal, Std = std });

        Assert.Equal(0, weight.Average(), 5 * expected / Math.Sqrt(weight.Length));
        Assert.Equal(expected, Deviation(weight), 0.01 * expected);

        // In a normal distribution 4.55 % of the values are beyond two deviations; in a uniform distribution none.
        Assert.Equal(0.0455, weight.Count(value => Math.Abs(value) > 2 * expected) / (double)weight.Length, 0.002);
        AssertUniform(bias);
    }

    [Theory]
    [InlineData(InitializationKind.XavierUniform, 0.06546537, true)] // √(6 / 1400)
    [InlineData(InitializationKind.XavierNormal, 0.03779645, false)] // √(2 / 1400)
    [InlineData(InitializationKind.KaimingUniform, 0.12247449, true)] // √(6 / 400)
    [InlineData(InitializationKind.KaimingNormal, 0.07071068, false)] // √(2 / 400)
    public void Weights_scale_with_layer_width(InitializationKind kind, double scale, bool isUniform)
    {
        var (weight, bias) = Fill(new InitializationSpec { Kind = kind });

        var std = isUniform ? scale / Math.Sqrt(3) : scale;
        Assert.Equal(0, weight.Average(), 5 * std / Math.Sqrt(weight.Length));
        Assert.Equal(std, Deviation(weight), 0.01 * std);
        Assert.Equal(isUniform ? 0 : 0.0455, weight.Count(value => Math.Abs(value) > (isUniform ? scale : 2 * std)) / (double)weight.Length, 0.002);
        AssertUniform(bias);
    }

    [Fact]
    public void Uniform_draws_weights_between_its_bounds()
    {
        var (weight, _) = Fill(new InitializationSpec { Kind = InitializationKind.Uniform, Low = -1, High = 3 });

        Assert.All(weight, value => Assert.InRange(value, -1, 3));
        Assert.Equal(1, weight.Average(), 0.02);
        Assert.Equal(16.0 / 12, weight.Average(value => (value - 1.0) * (value - 1)), 0.02);
    }

    [Fact]
    public void Constant_and_zeros_fill_weights_and_biases()
    {
        var (weight, bias) = Fill(new InitializationSpec
        {
            Kind = InitializationKind.Constant,
            Value = 42,
            Bias = new InitializationSpec { Kind = InitializationKind.Zeros },
        });

        Assert.Equal(42, Assert.Single(weight.Distinct()));
        Assert.Equal(0, Assert.Single(bias.Distinct()));
    }

    [Fact]
    public void Thresholded_uniform_replaces_small_weights_by_0()
    {
        var (weight, _) = Fill(new InitializationSpec { Kind = InitializationKind.ThresholdedUniform });

        Assert.All(weight, value => Assert.True(value == 0 || Math.Abs(value) is >= 5 and <= 10));
        Assert.Equal(0.5, weight.Count(value => value == 0) / (double)weight.Length, 0.01);
        Assert.Equal(0.25, weight.Count(value => value > 0) / (double)weight.Length, 0.01);
    }

    [Fact]
    public void Generator_determines_weights()
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
