using LearnML.Contracts;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>
/// Adam with L2 weight decay, by PyTorch's formulas and with its defaults β = (0.9, 0.999), ε = 1e-8
/// (https://pytorch.org/docs/stable/generated/torch.optim.Adam.html).
/// </summary>
internal sealed class Adam(OptimizerSpec spec, IReadOnlyList<Parameter> parameters, int members) : Optimizer(parameters, members)
{
    private const double Beta1 = 0.9;
    private const double Beta2 = 0.999;

    private static readonly Scalar ShareOfGradient = 1 - Beta1;
    private static readonly Scalar RememberedMean = Beta1;
    private static readonly Scalar RememberedSquare = Beta2;
    private static readonly Scalar ShareOfSquare = 1 - Beta2;
    private static readonly Scalar Epsilon = 1e-8;
    private static readonly Scalar One = 1;

    private readonly Tensor[] means = Zeros(parameters);
    private readonly Tensor[] squares = Zeros(parameters);
    private readonly long[] steps = new long[members];
    private readonly bool decays = spec.WeightDecay > 0;
    private readonly Scalar weightDecay = spec.WeightDecay;
    private Scalar rootOfSecondCorrection = 1;
    private Scalar negativeStep = 0;

    public override void Dispose()
    {
        foreach (var state in means.Concat(squares))
        {
            state.Dispose();
        }
    }

    protected override void BeginStep(int active)
    {
        for (var member = 0; member < active; member++)
        {
            steps[member]++;
        }

        rootOfSecondCorrection.Dispose();
        negativeStep.Dispose();
        rootOfSecondCorrection = RootOfSecondCorrection(steps[0]);
        negativeStep = -StepSize(steps[0]);
    }

    protected override void Change(int index, int active, Tensor parameter, Tensor gradient)
    {
        var (mean, square) = (First(means[index], active), First(squares[index], active));
        gradient = decays ? gradient.add(parameter, weightDecay) : gradient;
        mean.mul_(RememberedMean).add_(gradient, ShareOfGradient);
        square.mul_(RememberedSquare).addcmul_(gradient, gradient, ShareOfSquare);
        if (steps[active - 1] == steps[0])
        {
            parameter.addcdiv_(mean, square.sqrt().div_(rootOfSecondCorrection).add_(Epsilon, One), negativeStep);
        }
        else
        {
            // Members with fewer batches an epoch are at an earlier step.
            var denominator = square.sqrt().div_(EachMember(RootOfSecondCorrection, active, parameter.device)).add_(Epsilon, One);
            parameter.sub_(mean.div(denominator).mul_(EachMember(StepSize, active, parameter.device)));
        }
    }

    private static double RootOfSecondCorrection(long step) => Math.Sqrt(1 - Math.Pow(Beta2, step));

    private double StepSize(long step) => spec.LearningRate / (1 - Math.Pow(Beta1, step));

    private Tensor EachMember(Func<long, double> value, int active, Device device) =>
        tensor(steps.Take(active).Select(step => (float)value(step)).ToArray(), device: device).view(active, 1, 1);
}
