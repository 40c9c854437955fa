using LearnML.Contracts;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>
/// Stochastic gradient descent with momentum and L2 weight decay, by PyTorch's formulas
/// (https://pytorch.org/docs/stable/generated/torch.optim.SGD.html). TorchSharp's own makes a scalar for each parameter of
/// each step, which the garbage collector must free.
/// </summary>
internal sealed class Sgd : IDisposable
{
    private static readonly Scalar One = 1;

    private readonly Parameter[] parameters;
    private readonly Tensor?[] velocities;
    private readonly bool hasMomentum;
    private readonly bool decays;
    private readonly Scalar negativeLearningRate;
    private readonly Scalar momentum;
    private readonly Scalar weightDecay;

    public Sgd(OptimizerSpec spec, Parameter[] parameters)
    {
        this.parameters = parameters;
        velocities = new Tensor?[parameters.Length];
        (hasMomentum, decays) = (spec.Momentum > 0, spec.WeightDecay > 0);
        (negativeLearningRate, momentum, weightDecay) = (-spec.LearningRate, spec.Momentum, spec.WeightDecay);
    }

    /// <summary>Changes every parameter by its gradient. Call it in a dispose scope.</summary>
    public void Step()
    {
        using var off = no_grad();
        for (var index = 0; index < parameters.Length; index++)
        {
            var parameter = parameters[index];
            var step = parameter.grad!;
            if (decays)
            {
                step = step.add(parameter, weightDecay);
            }

            if (hasMomentum)
            {
                step = Accelerate(ref velocities[index], step);
            }

            parameter.add_(step, negativeLearningRate);
        }
    }

    public void Dispose()
    {
        foreach (var velocity in velocities)
        {
            velocity?.Dispose();
        }
    }

    /// <summary>The first step is the gradient itself, each further one the decayed last step plus the gradient.</summary>
    private Tensor Accelerate(ref Tensor? velocity, Tensor gradient)
    {
        if (velocity is null)
        {
            velocity = gradient.clone().DetachFromDisposeScope();
            return velocity;
        }

        return velocity.mul_(momentum).add_(gradient, One);
    }
}
