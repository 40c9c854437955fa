using LearnML.Contracts;
using LearnML.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Optimizers;

/// <summary>
/// Stochastic gradient descent with momentum, with PyTorch's formulas
/// (https://pytorch.org/docs/stable/generated/torch.optim.SGD.html).
/// </summary>
internal sealed class Sgd(IReadOnlyList<OptimizerSpec> specs, BatchedNetwork network) : Optimizer(specs, network)
{
    private readonly Scalar momentum = specs[0].Momentum;

    protected override void Update(Tensor values, Tensor gradient)
    {
        if (States.Count == 0)
        {
            SubtractStep(values, gradient);
            return;
        }

        if (HaveEqualSettings)
        {
            var velocity = ActivePart(States[0]).mul_(momentum).add_(gradient, One);
            SubtractStep(values, Spec.Nesterov ? gradient.add(velocity, momentum) : velocity);
        }
        else
        {
            var momenta = PerMember(member => MemberSpecs[member].Momentum);
            var velocity = ActivePart(States[0]).mul_(momenta).add_(gradient, One);
            SubtractStep(values, Spec.Nesterov ? gradient.addcmul(velocity, momenta, One) : velocity);
        }
    }
}
