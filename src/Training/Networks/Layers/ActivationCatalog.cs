using LearnML.Contracts;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Layers;

/// <summary>Describes the activation functions and computes their curves.</summary>
public static class ActivationCatalog
{
    /// <summary>All activations, each with its formula, its advantages and its disadvantages.</summary>
    public static IReadOnlyList<ActivationInfo> All { get; } =
    [
        new(
            Activation.Relu,
            "max(0, x)",
            "Cheap. For positive x the slope is 1, so gradients pass through deep networks.",
            "A unit that is negative for every row has slope 0 and stops learning: it is dead."),
        new(
            Activation.LeakyRelu,
            "x for x > 0, else 0.01·x",
            "Like relu, but units cannot die.",
            "The slope for negative x is one more setting; it rarely matters."),
        new(
            Activation.Prelu,
            "x for x > 0, else a·x with a learned a",
            "The network learns the slope for negative x.",
            "One more parameter per layer, which can overfit small data. Weight decay pulls it towards relu."),
        new(
            Activation.Sigmoid,
            "1 / (1 + e^-x)",
            "Smooth. Its output can be read as a probability.",
            "The slope is at most 0.25 and almost 0 for large |x|, so gradients vanish in deep networks. Its outputs are not centered around 0."),
        new(
            Activation.Tanh,
            "(e^x - e^-x) / (e^x + e^-x)",
            "Centered around 0, with slope 1 at 0: learns faster than sigmoid.",
            "Saturates for large |x|, where gradients vanish."),
        new(
            Activation.RescaledSigmoid,
            "4·sigmoid(x) - 2",
            "A sigmoid centered around 0 with slope 1 at 0. For small x it is close to the identity, so signals keep their size through layers.",
            "Saturates at -2 and 2."),
        new(
            Activation.Elu,
            "x for x > 0, else e^x - 1",
            "No dead units. Its mean output is closer to 0 than relu's.",
            "Needs an exponential; saturates at -1."),
        new(
            Activation.Gelu,
            "x·Φ(x), where Φ is the standard normal distribution function",
            "Smooth. Common in transformers, often slightly better than relu.",
            "Slower than relu; decreases for x below -0.75."),
        new(
            Activation.Silu,
            "x·sigmoid(x)",
            "Smooth. Similar to gelu and cheaper.",
            "Slower than relu; decreases for x below -1.28."),
        new(
            Activation.Mish,
            "x·tanh(ln(1 + e^x))",
            "Smooth. Close to silu; often used for regression on tables.",
            "The slowest here; decreases for x below -1.19."),
        new(
            Activation.Selu,
            "1.0507·x for x > 0, else 1.7581·(e^x - 1)",
            "Keeps the mean near 0 and the variance near 1 through many layers without normalization, if each weight has the variance 1 / inputs.",
            "Needs an exponential; other initializations or dropout undo its purpose."),
        new(
            Activation.Softplus,
            "ln(1 + e^x)",
            "A smooth relu that is always positive, for outputs such as variances.",
            "Its outputs are far from 0. In hidden layers it is slower than relu and not better."),
        new(
            Activation.Identity,
            "x",
            "Keeps a layer linear, to see what nonlinearity adds.",
            "Several linear layers in a row are equivalent to one linear layer."),
    ];

    /// <summary>Computes the values and derivatives of an activation; prelu has its initial slope.</summary>
    /// <param name="activation">The activation.</param>
    /// <param name="from">The first x.</param>
    /// <param name="to">The largest x. It is included if a whole number of steps reaches it.</param>
    /// <param name="step">The distance between two values of x.</param>
    public static ActivationCurve ComputeCurve(Activation activation, double from, double to, double step)
    {
        using var scope = NewDisposeScope();

        // Each x is computed from the first one, because a running sum would add up rounding errors. The tolerance of 0.0005 steps
        // covers the rounding error of the division.
        var count = (int)Math.Floor(((to - from) / step) + 0.0005) + 1;
        var numbers = Enumerable.Range(0, count).Select(index => Math.Round(from + (index * step), 12)).ToArray();
        var x = tensor(numbers, float64);
        var y = Activations.Apply(activation, x);
        var slopes = Activations.Backward(activation, ones_like(y), Activations.IsDerivedFromOutput(activation) ? y : x);
        return new ActivationCurve(activation, numbers, y.data<double>().ToArray(), slopes.data<double>().ToArray());
    }
}
