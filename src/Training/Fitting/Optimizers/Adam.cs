using System.Runtime.InteropServices;
using LearnML.Contracts;
using LearnML.Training.Networks;
using LearnML.Training.State;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Optimizers;

/// <summary>
/// Adam and AdamW with PyTorch's formulas and defaults β = (0.9, 0.999), ε = 1e-8
/// (https://pytorch.org/docs/stable/generated/torch.optim.AdamW.html).
/// </summary>
internal sealed class Adam : Optimizer
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;
    private const double Epsilon = 1e-8;

    private static readonly MovingAverage Square = new(Beta2);

    private readonly Tensor oneMinusBeta1;
    private readonly long[] steps;
    private Scalar epsilon = Epsilon;

    private readonly bool areTrials;

    public Adam(IReadOnlyList<OptimizerSpec> specs, BatchedNetwork network)
        : base(specs, network)
    {
        areTrials = specs.Any(each => each.LearningRate != specs[0].LearningRate) || !HaveEqualSettings;
        steps = new long[network.MemberCount];
        oneMinusBeta1 = tensor((float)(1 - Beta1), device: FirstMoment.device).DetachFromDisposeScope();
    }

    private Tensor FirstMoment => States[0];

    private Tensor SecondMoment => States[1];

    public override void SaveOrRestore(TrainingState state)
    {
        base.SaveOrRestore(state);
        state.SaveOrRestoreArray("optimizer.steps", steps).CopyTo(steps, 0);
    }

    public override void SaveOrRestore(TrainingState state, int member, string prefix)
    {
        base.SaveOrRestore(state, member, prefix);
        steps[member] = state.SaveOrRestoreValue($"{prefix}.optimizer.steps", steps[member]);
    }

    public override void Dispose()
    {
        oneMinusBeta1.Dispose();
        base.Dispose();
    }

    protected override void BeginStep(int active)
    {
        for (var member = 0; member < active; member++)
        {
            steps[member]++;
        }
    }

    /// <summary>Members with fewer batches per epoch are at an earlier step, and so have another bias correction.</summary>
    protected override bool CanUpdateTogether(int active) => steps[active - 1] == steps[0];

    protected override double StepSize(int member) => LearningRate(member) * SecondMomentCorrection(member) / (1 - Math.Pow(Beta1, steps[member]));

    /// <summary>AdamW subtracts the decay from the values directly and does not change the gradient.</summary>
    protected override Tensor ApplyWeightDecay(Tensor values, Tensor gradient, Tensor? factors)
    {
        if (Spec.Kind == OptimizerKind.Adam)
        {
            return base.ApplyWeightDecay(values, gradient, factors);
        }

        var share = PerMember(member => LearningRate(member) * WeightDecay(member));
        values.sub_(values.mul(factors is null ? share : factors.mul(share)));
        return gradient;
    }

    protected override void Update(Tensor values, Tensor gradient)
    {
        if ((UpdatesTogether || areTrials) && !HasRateFactors && AdamKernel.IsFasterFor(values))
        {
            UpdateInOnePass(values, gradient);
            return;
        }

        epsilon.Dispose();
        epsilon = ScaledEpsilon(0);
        var mean = ActivePart(FirstMoment).lerp_(gradient, oneMinusBeta1);
        var deviation = Square.AddSquares(ActivePart(SecondMoment), gradient).sqrt();
        SubtractStep(values, mean, UpdatesTogether ? deviation.add_(epsilon, One) : deviation.add_(PerMember(ScaledEpsilon), One));
    }

    private void UpdateInOnePass(Tensor values, Tensor gradient)
    {
        var numbers = Numbers(values);
        var gradients = Numbers(gradient);
        var means = Numbers(ActivePart(FirstMoment));
        var squares = Numbers(ActivePart(SecondMoment));
        var count = UpdatesTogether ? numbers.Length : (int)values.size(1);
        for (var (start, member) = (0, 0); start < numbers.Length; start += count, member++)
        {
            var kernel = new AdamKernel((float)(1 - Beta1), (float)Beta2, (float)(1 - Beta2), (float)StepSize(member), (float)ScaledEpsilon(member));
            kernel.Step(numbers.Slice(start, count), gradients.Slice(start, count), means.Slice(start, count), squares.Slice(start, count));
        }
    }

    // The bias correction √(1 - β₂ᵗ) of the second moment is applied to the step size and to ε, not to every element.
    private double SecondMomentCorrection(int member) => Math.Sqrt(1 - Math.Pow(Beta2, steps[member]));

    private static Span<float> Numbers(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    private double ScaledEpsilon(int member) => Epsilon * SecondMomentCorrection(member);
}
