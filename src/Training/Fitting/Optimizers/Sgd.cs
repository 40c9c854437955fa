using LearnML.Contracts;
using LearnML.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Optimizers;

/// <summary>
/// Stochastic gradient descent with momentum, with PyTorch's formulas
/// (https://pytorch.org/docs/stable/generated/torch.optim.SGD.html).
/// </summary>
internal sealed class Sgd : Optimizer
{
    private readonly Tensor[] momentumBuffers;
    private readonly Scalar momentum;

    public Sgd(OptimizerSpec spec, BatchedNetwork network)
        : base(spec, network) => (momentumBuffers, momentum) = (spec.Momentum > 0 ? CreateState() : [], spec.Momentum);

    protected override void Update(int block, Func<Tensor, Tensor> cut, Tensor values, Tensor gradient)
    {
        if (momentumBuffers.Length == 0)
        {
            SubtractStep(values, gradient);
            return;
        }

        var velocity = cut(momentumBuffers[block]).mul_(momentum).add_(gradient, One);
        SubtractStep(values, Spec.Nesterov ? gradient.add(velocity, momentum) : velocity);
    }
}
