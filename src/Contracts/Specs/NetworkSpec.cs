namespace LearnML.Contracts;

/// <summary>A multilayer perceptron. Input and output widths are inferred from the dataset.</summary>
public sealed record NetworkSpec
{
    /// <summary>The width of each hidden layer, from input to output. Default: one of 256. Empty: a linear network.</summary>
    public IReadOnlyList<int> Hidden { get; init; } = [256];

    /// <summary>The function after every hidden layer. Default: <c>relu</c>.</summary>
    public Activation Activation { get; init; } = Activation.Relu;

    /// <summary>
    /// The probability, in [0, 1), that training zeroes a hidden unit: one rate for all hidden layers, or one per
    /// hidden layer. Default: none. (Srivastava et al. 2014, https://jmlr.org/papers/v15/srivastava14a.html)
    /// </summary>
    public IReadOnlyList<double> Dropout { get; init; } = [];

    /// <summary>
    /// How many networks are trained, each from its own random numbers; their predictions are averaged. 1 to 64. Default: 1.
    /// (Lakshminarayanan et al. 2017, https://arxiv.org/abs/1612.01474)
    /// </summary>
    public int Ensemble { get; init; } = 1;

    /// <summary>How weights start. Default: PyTorch's own.</summary>
    public InitializationSpec Initialization { get; init; } = new();
}
