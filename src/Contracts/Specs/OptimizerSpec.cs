namespace LearnML.Contracts;

/// <summary>How the weights are changed from their gradients.</summary>
public sealed record OptimizerSpec
{
    /// <summary>The rule. Default: <c>sgd</c>.</summary>
    public OptimizerKind Kind { get; init; } = OptimizerKind.Sgd;

    /// <summary>The step along the gradient, above 0. Default: 0.1.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>The share of the last step that goes on, in [0, 1). Default: 0. Belongs to <c>sgd</c>.</summary>
    public double Momentum { get; init; }

    /// <summary>λ of the L2 penalty λ/2·‖w‖² on weights and biases, 0 or more. Default: 0.</summary>
    public double WeightDecay { get; init; }
}
