using LearnML.Training.Networks.Planning;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Networks.Layers;

/// <summary>
/// Multiplies each unit by 1 + c·w. The trained w starts at 0. An optimizer that does not depend on the size of gradients, such as Adam, changes the
/// factor c times as fast as it changes other weights.
/// </summary>
internal sealed class BatchedScale : Layer
{
    // Created once. TensorDataset explains why.
    private static readonly Scalar One = 1;

    private readonly LayerContext context;
    private readonly LayerParameter weight;
    private readonly Scalar factor;
    private (Tensor Input, Tensor Scales)? saved;

    public BatchedScale(PlannedScale plan, LayerContext context)
    {
        this.context = context;
        factor = plan.Factor;
        long[] shape = context.Members == 1 ? [plan.Width] : [context.Members, 1, plan.Width];
        weight = context.Parameters.Add(plan.Path, false, plan.IsFrozen, shape);
    }

    public override bool IsTrained => weight.IsTrained;

    public override Tensor Forward(Tensor input)
    {
        var scales = weight.ValuesFor(input).mul(factor).add_(One, One);
        saved = context.IsTraining ? (input, scales) : null;
        return input.mul(scales);
    }

    public override Tensor? Backward(Tensor gradient, bool needsInputGradient)
    {
        var (input, scales) = saved!.Value;
        if (IsTrained)
        {
            var product = gradient.mul(input).mul_(factor);
            weight.AddGradient(context.Members == 1 ? product.sum([0]) : product.sum(1, keepdim: true));
        }

        return needsInputGradient ? gradient.mul_(scales) : null;
    }
}
