using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>
/// Adam and AdamW with PyTorch's formulas and defaults β = (0.9, 0.999), ε = 1e-8
/// (https://pytorch.org/docs/stable/generated/torch.optim.AdamW.html).
/// </summary>
internal sealed class Adam : Optimizer
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private static readonly Scalar Remembered = Beta2;
    private static readonly Scalar ShareOfSquare = 1 - Beta2;

    private readonly Tensor[] means;
    private readonly Tensor[] squares;
    private readonly Tensor shareOfGradient;
    private readonly long[] steps;
    private Scalar epsilon = Epsilon;

    public Adam(OptimizerSpec spec, Stack stack)
        : base(spec, stack)
    {
        (means, squares, steps) = (Zeros(), Zeros(), new long[stack.Members]);
        shareOfGradient = tensor((float)(1 - Beta1), device: means[0].device).DetachFromDisposeScope();
    }

    public override void Carry(TrainingState state)
    {
        base.Carry(state);
        state.Numbers("optimizer.steps", steps).CopyTo(steps, 0);
    }

    public override void Dispose()
    {
        shareOfGradient.Dispose();
        base.Dispose();
    }

    protected override void BeginStep(int active)
    {
        for (var member = 0; member < active; member++)
        {
            steps[member]++;
        }

        epsilon.Dispose();
        epsilon = ScaledEpsilon(0);
    }

    /// <summary>Members with fewer batches per epoch are at an earlier step, and so have another bias correction.</summary>
    protected override bool AreAlike(int active) => steps[active - 1] == steps[0];

    protected override double Coefficient(int member) => Rate(member) * SecondCorrection(member) / (1 - Math.Pow(Beta1, steps[member]));

    /// <summary>AdamW subtracts the decay from the values directly and does not change the gradient.</summary>
    protected override Tensor Decayed(Tensor values, Tensor gradient, Tensor? mask)
    {
        if (Spec.Kind == OptimizerKind.Adam)
        {
            return base.Decayed(values, gradient, mask);
        }

        var share = EachMember(member => Rate(member) * Spec.WeightDecay, values);
        values.sub_(values.mul(mask is null ? share : mask.mul(share)));
        return gradient;
    }

    protected override void Change(int block, Func<Tensor, Tensor> cut, Tensor values, Tensor gradient)
    {
        var (mean, square) = (cut(means[block]), cut(squares[block]));
        mean.lerp_(gradient, shareOfGradient);
        square.mul_(Remembered).addcmul_(gradient, gradient, ShareOfSquare);
        Subtract(values, mean, Alike ? square.sqrt().add_(epsilon, One) : square.sqrt().add_(EachMember(ScaledEpsilon, values), One));
    }

    // The bias correction √(1 - β₂ᵗ) of the second moment is applied to the step size and to ε, not to every element.
    private double SecondCorrection(int member) => Math.Sqrt(1 - Math.Pow(Beta2, steps[member]));

    private double ScaledEpsilon(int member) => Epsilon * SecondCorrection(member);
}
