using LearnML.Contracts;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>
/// Stochastic gradient descent with momentum and L2 weight decay, by PyTorch's formulas
/// (https://pytorch.org/docs/stable/generated/torch.optim.SGD.html).
/// </summary>
internal sealed class Sgd(OptimizerSpec spec, IReadOnlyList<Parameter> parameters, int members) : Optimizer(parameters, members)
{
    private static readonly Scalar One = 1;

    private readonly Tensor[] velocities = spec.Momentum > 0 ? Zeros(parameters) : [];
    private readonly bool decays = spec.WeightDecay > 0;
    private readonly Scalar negativeLearningRate = -spec.LearningRate;
    private readonly Scalar momentum = spec.Momentum;
    private readonly Scalar weightDecay = spec.WeightDecay;

    public override void Dispose()
    {
        foreach (var velocity in velocities)
        {
            velocity.Dispose();
        }
    }

    protected override void Change(int index, int active, Tensor parameter, Tensor gradient)
    {
        var step = decays ? gradient.add(parameter, weightDecay) : gradient;
        if (velocities.Length > 0)
        {
            step = First(velocities[index], active).mul_(momentum).add_(step, One);
        }

        parameter.add_(step, negativeLearningRate);
    }
}
