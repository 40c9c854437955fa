namespace LearnML.Contracts;

/// <summary>The rule that turns gradients into steps.</summary>
public enum OptimizerKind
{
    /// <summary>Stochastic gradient descent (https://pytorch.org/docs/stable/generated/torch.optim.SGD.html).</summary>
    Sgd,

    /// <summary>
    /// Adam (Kingma and Ba 2015, https://arxiv.org/abs/1412.6980), weight decay added to the gradient
    /// (https://pytorch.org/docs/stable/generated/torch.optim.Adam.html).
    /// </summary>
    Adam,
}
