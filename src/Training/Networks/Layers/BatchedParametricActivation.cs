using LearnML.Training.Networks.Planning;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Layers;

/// <summary>
/// A parametric activation of a batched network: x + a·(f(x) - x) with a = 1 + c·w for each unit. The trained w starts at 0, where the layer is the
/// activation f. At a = 0 it would be the identity. (Holzmüller et al. 2024, https://arxiv.org/abs/2407.04491)
/// </summary>
internal sealed class BatchedParametricActivation : Layer
{
    // Created once. TensorDataset explains why.
    private static readonly Scalar One = 1;

    private readonly PlannedActivation plan;
    private readonly LayerContext context;
    private readonly LayerParameter weight;
    private readonly Scalar factor;
    private Saved? saved;

    public BatchedParametricActivation(PlannedActivation plan, LayerContext context)
    {
        (this.plan, this.context, factor) = (plan, context, plan.Factor!.Value);
        long[] shape = context.Members == 1 ? [plan.Width] : [context.Members, 1, plan.Width];
        weight = context.Parameters.Add(plan.Path, false, plan.IsFrozen, shape);
    }

    public override bool IsTrained => weight.IsTrained;

    public override Tensor Forward(Tensor input)
    {
        var activated = Activations.Apply(plan.Activation, input);
        var difference = activated.sub(input);
        var strengths = weight.ValuesFor(input).mul(factor).add_(One, One);
        saved = context.IsTraining
            ? new Saved(Activations.IsDerivedFromOutput(plan.Activation) ? activated : input, difference, strengths)
            : null;
        return context.ActivationHook.Record(plan.LinearPath, input.addcmul(difference, strengths, One));
    }

    public override Tensor? Backward(Tensor gradient, bool needsInputGradient)
    {
        var (ofActivation, difference, strengths) = saved!;
        if (IsTrained)
        {
            var product = gradient.mul(difference).mul_(factor);
            weight.AddGradient(context.Members == 1 ? product.sum([0]) : product.sum(1, keepdim: true));
        }

        if (!needsInputGradient)
        {
            return null;
        }

        // g·(1 + a·(f'(x) - 1)) = g + a·(g·f'(x) - g)
        var change = Activations.Backward(plan.Activation, gradient.clone(), ofActivation).sub_(gradient);
        return gradient.addcmul_(change, strengths, One);
    }

    /// <summary>What the backward pass needs.</summary>
    /// <param name="OfActivation">The output or the input of f, from which its derivative is computed.</param>
    /// <param name="Difference">f(x) - x.</param>
    /// <param name="Strengths">a of each unit.</param>
    private sealed record Saved(Tensor OfActivation, Tensor Difference, Tensor Strengths);
}
