using LearnML.Contracts;
using LearnML.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>
/// Stochastic gradient descent with momentum and L2 weight decay, by PyTorch's formulas
/// (https://pytorch.org/docs/stable/generated/torch.optim.SGD.html).
/// </summary>
internal sealed class Sgd : Optimizer
{
    private static readonly Scalar One = 1;

    private readonly Tensor[] velocities;
    private readonly bool decays;
    private readonly Scalar negativeLearningRate;
    private readonly Scalar momentum;
    private readonly Scalar weightDecay;

    public Sgd(OptimizerSpec spec, Stack stack)
        : base(stack.Parameters)
    {
        (velocities, decays) = (spec.Momentum > 0 ? Zeros() : [], spec.WeightDecay > 0);
        (negativeLearningRate, momentum, weightDecay) = (-spec.LearningRate, spec.Momentum, spec.WeightDecay);
    }

    public override void Dispose()
    {
        foreach (var velocity in velocities)
        {
            velocity.Dispose();
        }
    }

    protected override void Change(int block, Func<Tensor, Tensor> cut, Tensor values, Tensor gradient)
    {
        var step = decays ? gradient.add(values, weightDecay) : gradient;
        if (velocities.Length > 0)
        {
            step = cut(velocities[block]).mul_(momentum).add_(step, One);
        }

        values.add_(step, negativeLearningRate);
    }
}
