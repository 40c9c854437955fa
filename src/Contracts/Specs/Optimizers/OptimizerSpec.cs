using System.ComponentModel.DataAnnotations;

namespace LearnML.Contracts;

/// <summary>How the gradients change the weights.</summary>
public sealed record OptimizerSpec
{
    private readonly Defaulted<OptimizerKind> kind = new(OptimizerKind.Sgd, IsSet: false);

    /// <summary>The optimizer. Default: <c>sgd</c>; for a table <c>adam</c> with a learning rate of 0.003.</summary>
    public OptimizerKind Kind
    {
        get => kind.Value;
        init => kind = new(value, IsSet: true);
    }

    /// <summary>
    /// The learning rate, above 0. Default: 0.1 for <c>sgd</c>, 0.001 for <c>adam</c>, <c>adamW</c> and <c>rmsProp</c>, 0.01 for
    /// <c>adagrad</c>, 1 for <c>adadelta</c>.
    /// </summary>
    [Range(0d, float.MaxValue, MinimumIsExclusive = true)]
    public double? LearningRate { get; init; }

    /// <summary>How the learning rate changes during training. Default: it is constant.</summary>
    public ScheduleSpec Schedule { get; init; } = new();

    /// <summary>The momentum, in [0, 1): the share of the last step that is added to the next. Default: 0. Only for <c>sgd</c>.</summary>
    [Range(0d, 1d, MaximumIsExclusive = true)]
    public double Momentum { get; init; }

    /// <summary>
    /// Whether Nesterov momentum is used. Default: false. Only for <c>sgd</c> with a momentum.
    /// (Sutskever et al. 2013, https://proceedings.mlr.press/v28/sutskever13.html)
    /// </summary>
    public bool Nesterov { get; init; }

    /// <summary>
    /// λ of the L2 penalty λ/2·‖w‖² on the parameters, at least 0. For <c>adamW</c>: each step reduces the parameters by the share
    /// λ times the learning rate. Default: 0.
    /// </summary>
    [Range(0d, float.MaxValue)]
    public double WeightDecay { get; init; }

    /// <summary>Whether weight decay also applies to biases. Default: true, as in PyTorch. It has little effect.</summary>
    public bool DecayBiases { get; init; } = true;

    /// <summary>How the weight decay changes from epoch to epoch. Default: it is constant, apart from the learning rate.</summary>
    public StrengthSchedule WeightDecaySchedule { get; init; }

    /// <summary>What the learning rate of biases is multiplied by, above 0. Default: 1.</summary>
    [Range(0d, float.MaxValue, MinimumIsExclusive = true)]
    public double BiasLearningRateFactor { get; init; } = 1;

    /// <summary>
    /// Whether linear layers learn as in the neural tangent parametrization, where a layer multiplies its weights by 1/√inputs: the learning rate
    /// of the weights is divided by √inputs, for <c>sgd</c> by the inputs. Start the weights with <c>lecunNormal</c>. Default: false. Not for
    /// <c>adadelta</c>; a weight decay needs <c>adamW</c>. (Jacot et al. 2018, https://arxiv.org/abs/1806.07572)
    /// </summary>
    public bool NeuralTangent { get; init; }

    /// <summary>
    /// The maximum L2 norm of all gradients of a network together, above 0; larger gradients are scaled down to it. Default: none.
    /// (Pascanu et al. 2013, https://arxiv.org/abs/1211.5063)
    /// </summary>
    [Range(0d, float.MaxValue, MinimumIsExclusive = true)]
    public double? ClipNorm { get; init; }

    /// <summary>The maximum magnitude of each gradient element, above 0. Default: none. Not together with <see cref="ClipNorm"/>.</summary>
    [Range(0d, float.MaxValue, MinimumIsExclusive = true)]
    public double? ClipValue { get; init; }

    /// <summary>Whether <see cref="Kind"/> was set.</summary>
    internal bool IsKindSet => kind.IsSet;

    /// <summary>Returns the default of <see cref="LearningRate"/> for an optimizer.</summary>
    public static double DefaultLearningRate(OptimizerKind kind) => kind switch
    {
        OptimizerKind.Sgd => 0.1,
        OptimizerKind.Adagrad => 0.01,
        OptimizerKind.Adadelta => 1,
        _ => 0.001,
    };
}
