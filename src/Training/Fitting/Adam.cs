using LearnML.Contracts;
using LearnML.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>
/// Adam with L2 weight decay, by PyTorch's formulas and with its defaults β = (0.9, 0.999), ε = 1e-8
/// (https://pytorch.org/docs/stable/generated/torch.optim.Adam.html).
/// </summary>
internal sealed class Adam : Optimizer
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private static readonly Scalar One = 1;
    private static readonly Scalar Remembered = Beta2;
    private static readonly Scalar ShareOfSquare = 1 - Beta2;

    private readonly double learningRate;
    private readonly bool decays;
    private readonly Scalar weightDecay;
    private readonly Tensor[] means;
    private readonly Tensor[] squares;
    private readonly Tensor shareOfGradient;
    private readonly long[] steps;
    private Scalar epsilon = Epsilon;
    private Scalar negativeStep = 0;
    private int active;

    public Adam(OptimizerSpec spec, Stack stack)
        : base(stack.Parameters)
    {
        (learningRate, decays, weightDecay) = (spec.LearningRate, spec.WeightDecay > 0, spec.WeightDecay);
        (means, squares, steps) = (Zeros(), Zeros(), new long[stack.Members]);
        shareOfGradient = tensor((float)(1 - Beta1), device: means[0].device).DetachFromDisposeScope();
    }

    public override void Dispose()
    {
        foreach (var state in means.Concat(squares).Append(shareOfGradient))
        {
            state.Dispose();
        }
    }

    protected override void BeginStep(int active)
    {
        this.active = active;
        for (var member = 0; member < active; member++)
        {
            steps[member]++;
        }

        epsilon.Dispose();
        negativeStep.Dispose();
        (epsilon, negativeStep) = (ScaledEpsilon(steps[0]), -StepSize(steps[0]));
    }

    protected override void Change(int block, Func<Tensor, Tensor> cut, Tensor values, Tensor gradient)
    {
        var (mean, square) = (cut(means[block]), cut(squares[block]));
        gradient = decays ? gradient.add(values, weightDecay) : gradient;
        mean.lerp_(gradient, shareOfGradient);
        square.mul_(Remembered).addcmul_(gradient, gradient, ShareOfSquare);
        if (MembersAreAlike(active))
        {
            values.addcdiv_(mean, square.sqrt().add_(epsilon, One), negativeStep);
        }
        else
        {
            values.sub_(mean.div(square.sqrt().add_(EachMember(ScaledEpsilon, values), One)).mul_(EachMember(StepSize, values)));
        }
    }

    /// <summary>Members with fewer batches an epoch are at an earlier step.</summary>
    protected override bool MembersAreAlike(int active) => steps[active - 1] == steps[0];

    // The second moment's correction √(1 - β₂ᵗ) goes into the step and ε instead of into every square.
    private static double SecondCorrection(long step) => Math.Sqrt(1 - Math.Pow(Beta2, step));

    private static double ScaledEpsilon(long step) => Epsilon * SecondCorrection(step);

    private double StepSize(long step) => learningRate * SecondCorrection(step) / (1 - Math.Pow(Beta1, step));

    private Tensor EachMember(Func<long, double> value, Tensor values)
    {
        var numbers = steps.Take(active).Select(step => (float)value(step)).ToArray();
        return tensor(numbers, device: values.device).view([active, .. Enumerable.Repeat(1L, (int)values.dim() - 1)]);
    }
}
