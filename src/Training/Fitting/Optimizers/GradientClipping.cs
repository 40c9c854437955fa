using LearnML.Contracts;
using LearnML.Training.Networks.Layers;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Optimizers;

/// <summary>Clips gradients with PyTorch's formulas (https://pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html).</summary>
internal sealed class GradientClipping : IDisposable
{
    // Created once; Optimizer.One explains why.
    private static readonly Scalar One = 1;
    private static readonly Scalar Epsilon = 1e-6;

    private readonly BatchedParameters parameters;
    private readonly Tensor? maximumNorms;
    private readonly Scalar? minimumValue;
    private readonly Scalar? maximumValue;

    /// <param name="specs">The settings of each member. Only the maximum norm can differ.</param>
    /// <param name="parameters">The parameters of all members.</param>
    public GradientClipping(IReadOnlyList<OptimizerSpec> specs, BatchedParameters parameters)
    {
        this.parameters = parameters;
        (minimumValue, maximumValue) = specs[0].ClipValue is { } value ? ((Scalar)(-value), (Scalar)value) : (null, null);
        var norms = specs.Select(spec => (float)(spec.ClipNorm ?? double.PositiveInfinity)).ToArray();
        maximumNorms = norms.Any(float.IsFinite) ? tensor(norms, device: parameters.Values.device).DetachFromDisposeScope() : null;
    }

    /// <summary>Whether clipping needs the norms of the gradients.</summary>
    public bool NeedsNorms => maximumNorms is not null;

    /// <summary>Clips all gradients in place. Call it within a dispose scope.</summary>
    /// <param name="norms">[members], the L2 norm of all gradients of each member; null if they were not measured and are not needed.</param>
    public void Apply(Tensor? norms)
    {
        if (minimumValue is not null)
        {
            parameters.Gradients.clamp_(minimumValue, maximumValue);
        }

        if (maximumNorms is not null)
        {
            parameters.Gradients.mul_(norms!.add(Epsilon, One).reciprocal_().mul_(maximumNorms).clamp_max_(One).unsqueeze(1));
        }
    }

    public void Dispose() => maximumNorms?.Dispose();
}
