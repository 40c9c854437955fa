using System.ComponentModel.DataAnnotations;

namespace LearnML.Contracts;

/// <summary>
/// The layers between the inputs and the output layer, which is added: its width and that of the inputs are inferred from the dataset.
/// </summary>
public sealed record NetworkSpec
{
    /// <summary>
    /// A multilayer perceptron: the width of each hidden layer, from input to output. Default, without <see cref="Layers"/>: one of 256.
    /// Empty: a linear network.
    /// </summary>
    public IReadOnlyList<int>? Hidden { get; init; }

    /// <summary>The function after every layer of <see cref="Hidden"/>. Default: <c>relu</c>.</summary>
    public Activation? Activation { get; init; }

    /// <summary>What is between every layer of <see cref="Hidden"/> and its activation. Default: none.</summary>
    public Normalization? Normalization { get; init; }

    /// <summary>
    /// The probability, in [0, 1), that training zeroes a unit of <see cref="Hidden"/>: one rate for all its layers, or one per
    /// layer. Default: none. (Srivastava et al. 2014, https://jmlr.org/papers/v15/srivastava14a.html)
    /// </summary>
    public IReadOnlyList<double>? Dropout { get; init; }

    /// <summary>The same of an input, before <see cref="Hidden"/>. Default: 0.</summary>
    [Range(0d, 1d, MaximumIsExclusive = true)]
    public double? InputDropout { get; init; }

    /// <summary>The network layer by layer, in place of <see cref="Hidden"/> and what belongs to it.</summary>
    public IReadOnlyList<LayerSpec>? Layers { get; init; }

    /// <summary>
    /// How many networks are trained, each from its own random numbers; their predictions are averaged. 1 to 64. Default: 1.
    /// (Lakshminarayanan et al. 2017, https://arxiv.org/abs/1612.01474)
    /// </summary>
    [Range(1, 64)]
    public int Ensemble { get; init; } = 1;

    /// <summary>How the weights of the linear layers start that do not say so themselves. Default: PyTorch's own.</summary>
    public InitializationSpec Initialization { get; init; } = new();
}
