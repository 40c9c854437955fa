using LearnML.Contracts;
using LearnML.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Optimizers;

/// <summary>
/// Stochastic gradient descent with momentum, with PyTorch's formulas
/// (https://pytorch.org/docs/stable/generated/torch.optim.SGD.html).
/// </summary>
internal sealed class Sgd(OptimizerSpec spec, BatchedNetwork network) : Optimizer(spec, network)
{
    private readonly Scalar momentum = spec.Momentum;

    protected override void Update(Tensor values, Tensor gradient)
    {
        if (States.Count == 0)
        {
            SubtractStep(values, gradient);
            return;
        }

        var velocity = ActivePart(States[0]).mul_(momentum).add_(gradient, One);
        SubtractStep(values, Spec.Nesterov ? gradient.add(velocity, momentum) : velocity);
    }
}
