using LearnML.Contracts;
using LearnML.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>
/// Stochastic gradient descent with momentum, with PyTorch's formulas
/// (https://pytorch.org/docs/stable/generated/torch.optim.SGD.html).
/// </summary>
internal sealed class Sgd : Optimizer
{
    private readonly Tensor[] velocities;
    private readonly Scalar momentum;

    public Sgd(OptimizerSpec spec, Stack stack)
        : base(spec, stack) => (velocities, momentum) = (spec.Momentum > 0 ? Zeros() : [], spec.Momentum);

    protected override void Change(int block, Func<Tensor, Tensor> cut, Tensor values, Tensor gradient)
    {
        if (velocities.Length == 0)
        {
            Subtract(values, gradient);
            return;
        }

        var velocity = cut(velocities[block]).mul_(momentum).add_(gradient, One);
        Subtract(values, Spec.Nesterov ? gradient.add(velocity, momentum) : velocity);
    }
}
