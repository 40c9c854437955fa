using LearnML.Contracts;
using LearnML.Training.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Optimizers;

/// <summary>Clips gradients with PyTorch's formulas (https://pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html).</summary>
internal sealed class GradientClipping(OptimizerSpec spec, BatchedParameters parameters)
{
    // Created once; Optimizer.One explains why.
    private static readonly Scalar One = 1;
    private static readonly Scalar Epsilon = 1e-6;

    private readonly Scalar maximumNorm = spec.ClipNorm ?? 0;
    private readonly Scalar minimumValue = -(spec.ClipValue ?? 0);
    private readonly Scalar maximumValue = spec.ClipValue ?? 0;

    /// <summary>Whether clipping needs the norms of the gradients.</summary>
    public bool NeedsNorms => spec.ClipNorm is not null;

    /// <summary>Clips all gradients in place. Call it within a dispose scope.</summary>
    /// <param name="norms">[members], the L2 norm of all gradients of each member; null if they were not measured and are not needed.</param>
    public void Apply(Tensor? norms)
    {
        if (spec.ClipValue is not null)
        {
            parameters.Gradients.clamp_(minimumValue, maximumValue);
        }

        if (NeedsNorms)
        {
            parameters.Gradients.mul_(norms!.add(Epsilon, One).reciprocal_().mul_(maximumNorm).clamp_max_(One).unsqueeze(1));
        }
    }
}
