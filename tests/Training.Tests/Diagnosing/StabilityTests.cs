using LearnML.Contracts;
using LearnML.Training.Tests.Fitting;

namespace LearnML.Training.Tests.Diagnosing;

/// <summary>Deep networks that cannot learn are named in the report, with the layer, and those that can are not.</summary>
public class StabilityTests
{
    private static readonly JobSpec Deep = Specs.Small.Hidden(64, 64, 64, 64, 64).Epochs(2);

    [Fact]
    public void A_deep_sigmoid_network_with_small_weights_has_vanishing_gradients()
    {
        var diagnosis = Single("vanishingGradients", Deep.Activation(Activation.Sigmoid).Start(InitializationKind.Normal, 0.01));

        Assert.Equal(("0", 1), (diagnosis.Layer, diagnosis.Epoch));
        Assert.Contains("layer 0", diagnosis.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_relu_network_with_large_weights_has_exploding_ones()
    {
        var spec = Deep.Start(InitializationKind.Normal, 1);

        var diagnosis = Single("explodingGradients", spec with { Optimizer = new OptimizerSpec { LearningRate = 1e-3, ClipNorm = 1 } });

        Assert.Equal(1, diagnosis.Epoch);
        Assert.Contains($"layer {diagnosis.Layer}", diagnosis.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Activation.Relu, InitializationKind.KaimingNormal)]
    [InlineData(Activation.Relu, InitializationKind.KaimingUniform)]
    [InlineData(Activation.Tanh, InitializationKind.XavierUniform)]
    [InlineData(Activation.Tanh, InitializationKind.XavierNormal)]
    [InlineData(Activation.Sigmoid, InitializationKind.XavierUniform)]
    public void Weights_that_go_by_the_width_are_healthy(Activation activation, InitializationKind kind) => Assert.DoesNotContain(
        Diagnosis(Deep.Activation(activation).Start(kind)),
        diagnosis => diagnosis.Kind is "vanishingGradients" or "explodingGradients" or "deadUnits");

    [Fact]
    public void Units_that_are_negative_for_every_row_are_dead()
    {
        var spec = Specs.Small with
        {
            Network = new NetworkSpec
            {
                Layers =
                [
                    new()
                    {
                        Linear = 16,
                        Initialization = new InitializationSpec { Bias = new InitializationSpec { Kind = InitializationKind.Constant, Value = -100 } },
                    },
                    new() { Activation = Activation.Relu },
                ],
            },
        };

        var diagnosis = Single("deadUnits", spec);

        Assert.Equal(("0", 3), (diagnosis.Layer, diagnosis.Epoch));
        Assert.Contains("100", diagnosis.Message, StringComparison.Ordinal);
    }

    private static Diagnosis Single(string kind, JobSpec spec) => Assert.Single(Diagnosis(spec), diagnosis => diagnosis.Kind == kind);

    private static IReadOnlyList<Diagnosis> Diagnosis(JobSpec spec)
    {
        using var run = new SmallRun { Spec = spec };
        return run.Execute().Report.Diagnosis;
    }
}
