using LearnML.Contracts;
using LearnML.Training.Networks;
using LearnML.Training.Networks.Layers;
using LearnML.Training.Networks.Planning;
using LearnML.Training.State;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Optimizers;

/// <summary>
/// Updates the parameters of a batched network from their gradients, all at once. TorchSharp's own optimizers cannot treat members separately,
/// and in each step they create a scalar for each parameter, which the garbage collector must free.
/// </summary>
internal abstract class Optimizer : IDisposable
{
    /// <summary>
    /// The explicit factor of an addition. Without it, each addition creates a new scalar, which stays on the native heap until the garbage
    /// collector frees it. Thousands of such small blocks between the blocks of tensors keep the C library from reusing freed tensor memory.
    /// </summary>
    protected static readonly Scalar One = 1;

    private readonly BatchedParameters parameters;
    private readonly Tensor? decayFactors;
    private readonly Tensor? rateFactors;
    private readonly double[] memberDecays;
    private (double Value, Scalar Scalar) commonDecay;
    private double[] memberLearningRates = [];
    private int active;
    private (double Value, Scalar Negative) commonStepSize = (0, 0);

    /// <param name="specs">The settings of each member. Only the learning rate, the weight decay and the momentum can differ.</param>
    /// <param name="network">The network to train.</param>
    protected Optimizer(IReadOnlyList<OptimizerSpec> specs, BatchedNetwork network)
    {
        var spec = specs[0];
        (Spec, MemberSpecs, parameters) = (spec, specs, network.Parameters);
        memberDecays = [.. specs.Select(each => each.WeightDecay)];
        commonDecay = (spec.WeightDecay, spec.WeightDecay);
        HaveEqualSettings = specs.All(each => each.WeightDecay == spec.WeightDecay && each.Momentum == spec.Momentum);
        rateFactors = RateFactors.Create(spec, parameters);
        decayFactors = HasDecay ? DecayFactors.Create(spec, parameters) : null;
        var count = specs.Max(OptimizerState.ValuesPerParameter);
        States = [.. Enumerable.Range(0, count).Select(_ => zeros_like(parameters.Values).DetachFromDisposeScope())];
    }

    /// <summary>What the weight decay of the members is multiplied by. Default: 1.</summary>
    public double DecayStrength
    {
        get;
        set
        {
            if (value != field)
            {
                field = value;
                commonDecay.Scalar.Dispose();
                commonDecay = (memberDecays[0] * value, memberDecays[0] * value);
            }
        }
    } = 1;

    /// <summary>The settings of the first member.</summary>
    protected OptimizerSpec Spec { get; }

    /// <summary>The settings of each member.</summary>
    protected IReadOnlyList<OptimizerSpec> MemberSpecs { get; }

    /// <summary>Whether all members have the same weight decay and momentum.</summary>
    protected bool HaveEqualSettings { get; }

    /// <summary>
    /// The state of the optimizer: <see cref="OptimizerState.ValuesPerParameter"/> tensors, [members, values]. They start as zeros, and checkpoints
    /// include them.
    /// </summary>
    protected IReadOnlyList<Tensor> States { get; }

    /// <param name="specs">The settings of each member. Only the learning rate, the weight decay and the momentum can differ.</param>
    /// <param name="network">The network to train.</param>
    public static Optimizer Create(IReadOnlyList<OptimizerSpec> specs, BatchedNetwork network) => specs[0].Kind switch
    {
        OptimizerKind.Sgd => new Sgd(specs, network),
        OptimizerKind.Adam or OptimizerKind.AdamW => new Adam(specs, network),
        OptimizerKind.RmsProp => new RmsProp(specs, network),
        OptimizerKind.Adagrad => new Adagrad(specs, network),
        OptimizerKind.Adadelta => new Adadelta(specs, network),
        var kind => throw new ArgumentOutOfRangeException(nameof(specs), kind, null),
    };

    /// <summary>Updates the parameters of the first members. The other members have no rows in this step. Call it within a dispose scope.</summary>
    /// <param name="active">The number of members that have rows in this step.</param>
    /// <param name="learningRates">The learning rate of each member.</param>
    public void Step(int active, double[] learningRates)
    {
        (this.active, memberLearningRates) = (active, learningRates);
        BeginStep(active);
        UpdatesTogether = HaveEqualSettings && CanUpdateTogether(active) && learningRates.AsSpan(0, active).IndexOfAnyExcept(learningRates[0]) < 0;
        var (values, gradient) = (ActivePart(parameters.Values), ActivePart(parameters.Gradients));
        Update(values, HasDecay && DecayStrength > 0 ? ApplyWeightDecay(values, gradient, decayFactors) : gradient);
    }

    /// <summary>Saves the state of the optimizer to a training state, or restores it from one.</summary>
    public virtual void SaveOrRestore(TrainingState state)
    {
        foreach (var (index, tensor) in States.Index())
        {
            state.SaveOrRestoreTensor($"optimizer.{index}", tensor);
        }
    }

    /// <summary>Saves the state of one member to a training state, or restores it from one.</summary>
    public virtual void SaveOrRestore(TrainingState state, int member, string prefix)
    {
        foreach (var (index, tensor) in States.Index())
        {
            state.SaveOrRestoreTensor($"{prefix}.optimizer.{index}", tensor[member]);
        }
    }

    public virtual void Dispose()
    {
        foreach (var state in States)
        {
            state.Dispose();
        }

        decayFactors?.Dispose();
        rateFactors?.Dispose();
    }

    private bool HasDecay => Array.Exists(memberDecays, decay => decay > 0);

    /// <summary>Whether the learning rate differs between parameters.</summary>
    protected bool HasRateFactors => rateFactors is not null;

    /// <summary>Whether the step size is the same for all members that have rows in this step, so that they are updated together.</summary>
    protected bool UpdatesTogether { get; private set; }

    /// <summary>Called once at the start of each step, before the parameters are updated.</summary>
    protected virtual void BeginStep(int active)
    {
    }

    /// <summary>Whether the first members have the same step size if they have the same learning rate.</summary>
    protected virtual bool CanUpdateTogether(int active) => true;

    /// <summary>Returns the step size of a member, which <see cref="SubtractStep"/> multiplies by.</summary>
    protected virtual double StepSize(int member) => memberLearningRates[member];

    /// <summary>Returns the learning rate of a member.</summary>
    protected double LearningRate(int member) => memberLearningRates[member];

    /// <summary>Returns the weight decay of a member.</summary>
    protected double WeightDecay(int member) => memberDecays[member] * DecayStrength;

    /// <summary>Applies the weight decay and returns the gradient to use: by default the gradient plus weight decay times values.</summary>
    /// <param name="values">The parameter values.</param>
    /// <param name="gradient">The gradient of the values.</param>
    /// <param name="factors">[values], what the decay of each value is multiplied by; null if all are 1.</param>
    protected virtual Tensor ApplyWeightDecay(Tensor values, Tensor gradient, Tensor? factors) => (HaveEqualSettings, factors) switch
    {
        (true, null) => gradient.add(values, commonDecay.Scalar),
        (true, _) => gradient.addcmul(values, factors, commonDecay.Scalar),
        (false, null) => gradient.addcmul(values, PerMember(WeightDecay), One),
        (false, _) => gradient.addcmul(values, factors.mul(PerMember(WeightDecay)), One),
    };

    /// <summary>Updates the values of the active members.</summary>
    /// <param name="values">The values to update, in place, [active, values].</param>
    /// <param name="gradient">The gradient of the values.</param>
    protected abstract void Update(Tensor values, Tensor gradient);

    /// <summary>Returns the part of a tensor that belongs to the active members.</summary>
    protected Tensor ActivePart(Tensor ofAll) => active == ofAll.size(0) ? ofAll : ofAll.narrow(0, 0, active);

    /// <summary>Computes values -= step size · direction / divisor, in place. The step size can differ between parameters.</summary>
    protected void SubtractStep(Tensor values, Tensor direction, Tensor? divisor = null)
    {
        direction = rateFactors is null ? direction : direction.mul(ActivePart(rateFactors));
        if (!UpdatesTogether)
        {
            values.sub_((divisor is null ? direction : direction.div(divisor)).mul(PerMember(StepSize)));
            return;
        }

        if (StepSize(0) is var common && common != commonStepSize.Value)
        {
            commonStepSize.Negative.Dispose();
            commonStepSize = (common, -common);
        }

        if (divisor is null)
        {
            values.add_(direction, commonStepSize.Negative);
        }
        else
        {
            values.addcdiv_(direction, divisor, commonStepSize.Negative);
        }
    }

    /// <summary>Returns a number for each active member, [active, 1], or one number if the members are updated together.</summary>
    protected Tensor PerMember(Func<int, double> number)
    {
        var numbers = Enumerable.Range(0, UpdatesTogether ? 1 : active).Select(member => (float)number(member)).ToArray();
        return tensor(numbers, [numbers.Length, 1], device: parameters.Values.device);
    }
}
