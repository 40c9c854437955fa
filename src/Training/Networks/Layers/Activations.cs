using LearnML.Contracts;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Layers;

/// <summary>Computes the activation functions and their derivatives. Prelu is computed with its initial slope here.</summary>
internal static class Activations
{
    /// <summary>The initial slope of prelu for negative numbers, as in PyTorch.</summary>
    public const double InitialPreluSlope = 0.25;

    /// <summary>The slope of leaky relu for negative numbers, as in PyTorch.</summary>
    public const double LeakyReluSlope = 0.01;

    // Created once. TensorDataset explains why.
    private static readonly Scalar Zero = 0;
    private static readonly Scalar One = 1;
    private static readonly Scalar Two = 2;
    private static readonly Scalar MinusTwo = -2;
    private static readonly Scalar Twenty = 20;
    private static readonly Scalar Four = 4;
    private static readonly Scalar MinusQuarter = -0.25;
    private static readonly Scalar InitialPreluScalar = InitialPreluSlope;
    private static readonly Scalar LeakyReluScalar = LeakyReluSlope;
    private static readonly Scalar Half = 0.5;
    private static readonly Scalar MinusHalf = -0.5;
    private static readonly Scalar SquareRootOfHalf = Math.Sqrt(0.5);
    private static readonly Scalar SeluScale = 1.0507009873554805;
    private static readonly Scalar SeluLimit = 1.0507009873554805 * 1.6732632423543772; // of -y for small x
    private static readonly Scalar NormalDensityAt0 = 1 / Math.Sqrt(2 * Math.PI);

    /// <summary>Whether the derivative is computed from the output of the activation. If not, it is computed from the input.</summary>
    public static bool IsDerivedFromOutput(Activation activation) => activation is not (Activation.Gelu or Activation.Silu or Activation.Mish);

    /// <summary>Applies the activation to each value of a tensor.</summary>
    /// <param name="activation">The activation.</param>
    /// <param name="x">The values.</param>
    /// <param name="inPlace">Whether the values may be overwritten.</param>
    public static Tensor Apply(Activation activation, Tensor x, bool inPlace = false) => activation switch
    {
        Activation.Relu => inPlace ? x.relu_() : x.relu(),
        Activation.Prelu => inPlace ? x.leaky_relu_(InitialPreluScalar) : x.leaky_relu(InitialPreluScalar),
        Activation.LeakyRelu => inPlace ? x.leaky_relu_(LeakyReluScalar) : x.leaky_relu(LeakyReluScalar),
        Activation.Sigmoid => inPlace ? x.sigmoid_() : x.sigmoid(),
        Activation.Tanh => inPlace ? x.tanh_() : x.tanh(),
        Activation.RescaledSigmoid => Apply(Activation.Sigmoid, x, inPlace).mul_(Four).add_(MinusTwo, One),
        Activation.Elu => inPlace ? x.elu_(One, One, One) : x.elu(One, One, One),
        Activation.Gelu => nn.functional.gelu(x),
        Activation.Silu => nn.functional.silu(x),
        Activation.Mish => MishShare(x).Share.mul_(x),
        Activation.Selu => inPlace ? x.selu_() : x.selu(),
        Activation.Softplus => x.logaddexp(zeros_like(x)), // log(eˣ + 1); TorchSharp's own function creates scalars in the call
        Activation.Identity => x,
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, null),
    };

    /// <summary>Multiplies the gradient of the outputs, in place, by the derivative of the activation.</summary>
    /// <param name="activation">The activation.</param>
    /// <param name="gradient">The gradient of the outputs.</param>
    /// <param name="saved">The outputs if <see cref="IsDerivedFromOutput"/>, otherwise the inputs.</param>
    public static Tensor Backward(Activation activation, Tensor gradient, Tensor saved) => activation switch
    {
        Activation.Relu => gradient.mul_(saved.sign()),
        Activation.Prelu => gradient.mul_(Step(saved, InitialPreluScalar)),
        Activation.LeakyRelu => gradient.mul_(Step(saved, LeakyReluScalar)),
        Activation.Sigmoid => gradient.mul_(saved.sub(saved.mul(saved))), // y - y²
        Activation.Tanh => gradient.mul_(saved.mul(saved).neg_().add_(One, One)), // 1 - y²
        Activation.RescaledSigmoid => gradient.mul_(saved.mul(saved).mul_(MinusQuarter).add_(One, One)), // 1 - y²/4
        Activation.Elu => gradient.mul_(saved.clamp_max(Zero).add_(One, One)), // 1 for y > 0, else y + 1
        Activation.Gelu => gradient.mul_(GeluDerivative(saved)),
        Activation.Silu => gradient.mul_(SiluDerivative(saved)),
        Activation.Mish => gradient.mul_(MishDerivative(saved)),
        Activation.Selu => gradient.mul_(SeluDerivative(saved)),
        Activation.Softplus => gradient.mul_(saved.neg().expm1_().neg_()), // 1 - e^-y
        Activation.Identity => gradient,
        _ => throw new ArgumentOutOfRangeException(nameof(activation), activation, null),
    };

    /// <summary>Returns 1 for positive values, and the slope for the others.</summary>
    private static Tensor Step(Tensor values, Scalar slope) => values.gt(Zero).to(values.dtype).clamp_min_(slope);

    /// <summary>Computes Φ(x) + x·φ(x), where Φ is the standard normal distribution function and φ its density.</summary>
    private static Tensor GeluDerivative(Tensor x)
    {
        var distribution = x.mul(SquareRootOfHalf).erf_().add_(One, One).mul_(Half);
        return distribution.addcmul_(x, x.mul(x).mul_(MinusHalf).exp_(), NormalDensityAt0);
    }

    /// <summary>Computes s·(1 + x·(1 - s)), where s = sigmoid(x).</summary>
    private static Tensor SiluDerivative(Tensor x)
    {
        var sigmoid = x.sigmoid();
        return sigmoid.neg().add_(One, One).mul_(x).add_(One, One).mul_(sigmoid);
    }

    /// <summary>Computes the scale where the output y is positive, and y plus the limit elsewhere.</summary>
    private static Tensor SeluDerivative(Tensor y) => where(y.gt(Zero), full_like(y, SeluScale), y.add(SeluLimit, One));

    /// <summary>Computes t + 4·x·w·(w + 1) / d², where t is the share of x and d its divisor.</summary>
    private static Tensor MishDerivative(Tensor x)
    {
        var (share, exponential, divisor) = MishShare(x);
        return exponential.add(One, One).mul_(exponential).div_(divisor).div_(divisor).mul_(x).mul_(Four).add_(share, One);
    }

    /// <summary>
    /// Computes tanh(ln(1 + eˣ)), which mish multiplies x by, as n / d with w = eˣ, n = w² + 2w and d = n + 2. One exponential takes a third of the
    /// time of a logarithm and a tanh. From x = 20 on, the share is 1.
    /// </summary>
    private static (Tensor Share, Tensor Exponential, Tensor Divisor) MishShare(Tensor x)
    {
        var exponential = x.clamp_max(Twenty).exp_();
        var numerator = exponential.add(Two, One).mul_(exponential);
        var divisor = numerator.add(Two, One);
        return (numerator.div_(divisor), exponential, divisor);
    }
}
