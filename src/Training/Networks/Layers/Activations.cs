using LearnML.Contracts;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Layers;

/// <summary>Computes the activation functions. Prelu is computed with its initial slope here.</summary>
internal static class Activations
{
    /// <summary>The initial slope of prelu for negative numbers, as in PyTorch.</summary>
    public const double InitialPreluSlope = 0.25;

    /// <summary>The slope of leaky relu for negative numbers, as in PyTorch.</summary>
    public const double LeakyReluSlope = 0.01;

    // Created once. TensorDataset explains why.
    private static readonly Scalar Four = 4;
    private static readonly Scalar MinusTwo = -2;
    private static readonly Scalar One = 1;

    /// <summary>Applies the activation to each value of a tensor.</summary>
    public static Tensor Apply(Activation activation, Tensor x) => activation switch
    {
        Activation.Relu => x.relu(),
        Activation.Prelu => nn.functional.leaky_relu(x, InitialPreluSlope),
        Activation.LeakyRelu => nn.functional.leaky_relu(x, LeakyReluSlope),
        Activation.Sigmoid => x.sigmoid(),
        Activation.Tanh => x.tanh(),
        Activation.RescaledSigmoid => x.sigmoid().mul(Four).add(MinusTwo, One),
        Activation.Elu => nn.functional.elu(x, 1),
        Activation.Gelu => nn.functional.gelu(x),
        Activation.Silu => nn.functional.silu(x),
        Activation.Softplus => nn.functional.softplus(x),
        Activation.Identity => x.alias(),
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, null),
    };
}
