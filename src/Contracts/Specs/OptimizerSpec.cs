using System.ComponentModel.DataAnnotations;

namespace LearnML.Contracts;

/// <summary>How the weights are changed from their gradients.</summary>
public sealed record OptimizerSpec
{
    /// <summary>The rule. Default: <c>sgd</c>; for a table <c>adam</c>, with a learning rate of 0.003.</summary>
    public OptimizerKind Kind { get; init; } = OptimizerKind.Sgd;

    /// <summary>
    /// The step along the gradient, above 0. Default: 0.1 of <c>sgd</c>, 0.001 of <c>adam</c>, <c>adamW</c> and <c>rmsProp</c>, 0.01 of
    /// <c>adagrad</c>, 1 of <c>adadelta</c>.
    /// </summary>
    [Range(0d, float.MaxValue, MinimumIsExclusive = true)]
    public double? LearningRate { get; init; }

    /// <summary>How the learning rate changes while training. Default: not at all.</summary>
    public ScheduleSpec Schedule { get; init; } = new();

    /// <summary>The share of the last step that goes on, in [0, 1). Default: 0. Belongs to <c>sgd</c>.</summary>
    [Range(0d, 1d, MaximumIsExclusive = true)]
    public double Momentum { get; init; }

    /// <summary>
    /// Whether the gradient counts once more beside the momentum, Nesterov's. Default: false. Belongs to <c>sgd</c> with a momentum.
    /// (Sutskever et al. 2013, https://proceedings.mlr.press/v28/sutskever13.html)
    /// </summary>
    public bool Nesterov { get; init; }

    /// <summary>
    /// λ of the L2 penalty λ/2·‖w‖² on the parameters, 0 or more; of <c>adamW</c> the share of the parameters, times the learning
    /// rate, that each step takes away. Default: 0.
    /// </summary>
    [Range(0d, float.MaxValue)]
    public double WeightDecay { get; init; }

    /// <summary>Whether biases decay as weights do. Default: true, as in PyTorch; it changes little.</summary>
    public bool DecayBiases { get; init; } = true;

    /// <summary>
    /// The largest L2 norm of all gradients of a network together, above 0: longer ones are shortened to it. Default: none.
    /// (Pascanu et al. 2013, https://arxiv.org/abs/1211.5063)
    /// </summary>
    [Range(0d, float.MaxValue, MinimumIsExclusive = true)]
    public double? ClipNorm { get; init; }

    /// <summary>The largest magnitude of each number of a gradient, above 0. Default: none. Not with <see cref="ClipNorm"/>.</summary>
    [Range(0d, float.MaxValue, MinimumIsExclusive = true)]
    public double? ClipValue { get; init; }
}
