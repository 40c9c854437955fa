namespace LearnML.Contracts;

/// <summary>The rule that turns gradients into steps.</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent (https://pytorch.org/docs/stable/generated/torch.optim.SGD.html).</summary>
    Sgd,
}
