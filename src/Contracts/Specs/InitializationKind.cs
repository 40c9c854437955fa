namespace LearnML.Contracts;

/// <summary>The distribution that weights are drawn from.</summary>
public enum InitializationKind
{
    /// <summary>
    /// PyTorch's own for linear layers: weights and biases uniform within ±1/√(inputs of the layer).
    /// (https://pytorch.org/docs/stable/generated/torch.nn.Linear.html)
    /// </summary>
    Default,

    /// <summary>Weights N(0, std²); biases as <see cref="Default"/>, as in the course notes.</summary>
    Normal,
}
