using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>
/// Changes a stack's parameters by their gradients. TorchSharp's own optimizers make a scalar for each parameter of each
/// step, which the garbage collector must free, and know no members.
/// </summary>
internal abstract class Optimizer : IDisposable
{
    /// <summary>An addition without its factor makes a new scalar each time; Samples says what such crumbs cost.</summary>
    protected static readonly Scalar One = 1;

    private readonly StackParameters parameters;
    private readonly Scalar weightDecay;
    private readonly IReadOnlyList<Tensor?> weightMasks;
    private readonly List<Tensor> states = [];
    private double[] rates = [];
    private int active;
    private (double Value, Scalar Negative) coefficient = (0, 0);

    protected Optimizer(OptimizerSpec spec, Stack stack)
    {
        (Spec, parameters, weightDecay) = (spec, stack.Parameters, spec.WeightDecay);
        weightMasks = spec.DecayBiases || spec.WeightDecay == 0 ? new Tensor?[parameters.Blocks.Count] : parameters.WeightMasks();
    }

    protected OptimizerSpec Spec { get; }

    public static Optimizer Create(OptimizerSpec spec, Stack stack) => spec.Kind switch
    {
        OptimizerKind.Sgd => new Sgd(spec, stack),
        OptimizerKind.Adam or OptimizerKind.AdamW => new Adam(spec, stack),
        OptimizerKind.RmsProp => new RmsProp(spec, stack),
        OptimizerKind.Adagrad => new Adagrad(spec, stack),
        OptimizerKind.Adadelta => new Adadelta(spec, stack),
        _ => throw new ArgumentOutOfRangeException(nameof(spec), spec.Kind, null),
    };

    /// <summary>Changes the parameters of the first members; the others had no rows in the step. Call it in a dispose scope.</summary>
    /// <param name="active">How many members.</param>
    /// <param name="learningRates">The learning rate of each member.</param>
    public void Step(int active, double[] learningRates)
    {
        using var off = no_grad();
        (this.active, rates) = (active, learningRates);
        BeginStep(active);
        Alike = AreAlike(active) && learningRates.AsSpan(0, active).IndexOfAnyExcept(learningRates[0]) < 0;
        if (Alike && Coefficient(0) is var common && common != coefficient.Value)
        {
            coefficient.Negative.Dispose();
            coefficient = (common, -common);
        }

        foreach (var cut in parameters.Cuts(active, Alike))
        {
            for (var block = 0; block < parameters.Blocks.Count; block++)
            {
                var (values, gradient) = (cut(parameters.Blocks[block]), cut(parameters.Gradient(block)));
                var mask = weightMasks[block] is { } weights ? cut(weights) : null;
                Change(block, cut, values, Spec.WeightDecay == 0 ? gradient : Decayed(values, gradient, mask));
            }
        }
    }

    /// <summary>Carries what is remembered from step to step.</summary>
    public virtual void Carry(TrainingState state)
    {
        foreach (var (index, remembered) in states.Index())
        {
            state.Tensor($"optimizer.{index}", remembered);
        }
    }

    public virtual void Dispose()
    {
        foreach (var state in states.Concat(weightMasks.OfType<Tensor>()))
        {
            state.Dispose();
        }
    }

    /// <summary>Whether the members that have rows in the step are changed by the same numbers.</summary>
    protected bool Alike { get; private set; }

    /// <summary>What a step does once for all parameters.</summary>
    protected virtual void BeginStep(int active)
    {
    }

    /// <summary>Whether the first members are changed by the same numbers, if their learning rates are the same.</summary>
    protected virtual bool AreAlike(int active) => true;

    /// <summary>What <see cref="Subtract"/> multiplies by, of a member.</summary>
    protected virtual double Coefficient(int member) => rates[member];

    /// <summary>The learning rate of a member.</summary>
    protected double Rate(int member) => rates[member];

    /// <summary>The gradient with the weight decay in it.</summary>
    /// <param name="values">What decays.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="mask">1 for what decays and 0 for what does not; null where all does.</param>
    protected virtual Tensor Decayed(Tensor values, Tensor gradient, Tensor? mask) =>
        mask is null ? gradient.add(values, weightDecay) : gradient.addcmul(values, mask, weightDecay);

    /// <summary>Changes a block, or what is cut from it.</summary>
    /// <param name="block">Which block.</param>
    /// <param name="cut">Cuts the same from what lies beside the block.</param>
    /// <param name="values">The values to change.</param>
    /// <param name="gradient">Their gradient.</param>
    protected abstract void Change(int block, Func<Tensor, Tensor> cut, Tensor values, Tensor gradient);

    /// <summary>values -= coefficient · direction / divisor</summary>
    protected void Subtract(Tensor values, Tensor direction, Tensor? divisor = null)
    {
        if (!Alike)
        {
            values.sub_((divisor is null ? direction : direction.div(divisor)).mul(EachMember(Coefficient, values)));
        }
        else if (divisor is null)
        {
            values.add_(direction, coefficient.Negative);
        }
        else
        {
            values.addcdiv_(direction, divisor, coefficient.Negative);
        }
    }

    /// <summary>A number of each active member, to multiply <paramref name="values"/> by.</summary>
    protected Tensor EachMember(Func<int, double> number, Tensor values)
    {
        if (Alike)
        {
            return tensor((float)number(0), device: values.device);
        }

        var numbers = Enumerable.Range(0, active).Select(member => (float)number(member)).ToArray();
        return tensor(numbers, device: values.device).view([active, .. Enumerable.Repeat(1L, (int)values.dim() - 1)]);
    }

    /// <summary>Zeros beside every block.</summary>
    protected Tensor[] Zeros()
    {
        using var off = no_grad();
        Tensor[] zeros = [.. parameters.Blocks.Select(block => zeros_like(block, requires_grad: false).DetachFromDisposeScope())];
        states.AddRange(zeros);
        return zeros;
    }
}
