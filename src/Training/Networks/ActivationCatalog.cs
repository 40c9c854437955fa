using LearnML.Contracts;
using static TorchSharp.torch;

namespace LearnML.Training.Networks;

/// <summary>The activations: what they are for, and their curves.</summary>
public static class ActivationCatalog
{
    /// <summary>Every activation.</summary>
    public static IReadOnlyList<ActivationInfo> All { get; } =
    [
        new(Activation.Relu, "max(0, x)", "Cheap; its slope of 1 lets gradients through deep networks.", "A unit that is negative for every row has slope 0 and no longer learns: it is dead."),
        new(Activation.LeakyRelu, "x for x > 0, else 0.01·x", "As relu, but no unit can die.", "The slope for negative numbers is one more thing to choose; it rarely matters."),
        new(Activation.Prelu, "x for x > 0, else a·x with a learned a", "The network finds the slope for negative numbers itself.", "One more parameter per layer, which small data may overfit; weight decay pulls it to relu."),
        new(Activation.Sigmoid, "1 / (1 + e^-x)", "Gives a probability; smooth.", "Its slope is at most 0.25 and next to 0 for large |x|: in deep networks gradients vanish. Its outputs are not around 0."),
        new(Activation.Tanh, "(e^x - e^-x) / (e^x + e^-x)", "Around 0, with slope 1 there: learns faster than sigmoid.", "Saturates for large |x|, where gradients vanish."),
        new(Activation.RescaledSigmoid, "4·sigmoid(x) - 2", "A sigmoid with mean 0 and slope 1 at 0, near the identity for small x, so that signals keep their size through layers.", "Saturates at -2 and 2."),
        new(Activation.Elu, "x for x > 0, else e^x - 1", "No dead units; a mean nearer to 0 than relu's.", "Costs an exponential; saturates at -1."),
        new(Activation.Gelu, "x·Φ(x), with Φ the standard normal distribution", "Smooth; usual in transformers, often a little better than relu.", "Costs more than relu; not monotonic below -0.75."),
        new(Activation.Silu, "x·sigmoid(x)", "Smooth, much like gelu and cheaper.", "Costs more than relu; not monotonic below -1.28."),
        new(Activation.Softplus, "ln(1 + e^x)", "A smooth relu that is always positive: for outputs such as variances.", "Its outputs are far from 0, and it is slower than relu without being better in hidden layers."),
        new(Activation.Identity, "x", "Leaves a layer linear: to see what nonlinearity is worth.", "Linear layers one after another are together but one linear layer."),
    ];

    /// <summary>An activation's values and slopes; prelu's with its first a.</summary>
    /// <param name="activation">The activation.</param>
    /// <param name="from">The first x.</param>
    /// <param name="to">The last x, if steps lead there.</param>
    /// <param name="step">From one x to the next.</param>
    public static ActivationCurve Curve(Activation activation, double from, double to, double step)
    {
        using var scope = NewDisposeScope();
        using var on = enable_grad();

        // Each from the start: adding up steps would add up their errors. Half a thousandth of a step is for those of this one.
        var numbers = Enumerable.Range(0, (int)Math.Floor(((to - from) / step) + 0.0005) + 1).Select(index => Math.Round(from + (index * step), 12)).ToArray();
        var x = tensor(numbers, float64).requires_grad_();
        var y = Activations.Apply(activation, x);
        y.backward([ones_like(y)]);
        return new ActivationCurve(activation, numbers, y.detach().data<double>().ToArray(), x.grad!.data<double>().ToArray());
    }
}
