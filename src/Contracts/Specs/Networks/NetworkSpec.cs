using System.ComponentModel.DataAnnotations;

namespace LearnML.Contracts;

/// <summary>
/// The layers between the inputs and the output layer. The output layer is added; its width and the number of inputs are inferred from the dataset.
/// </summary>
public sealed record NetworkSpec
{
    /// <summary>The largest <see cref="Ensemble"/>.</summary>
    public const int MaximumEnsemble = 64;

    /// <summary>The default of <see cref="Hidden"/>.</summary>
    public static IReadOnlyList<int> DefaultHidden { get; } = [256];

    /// <summary>
    /// The widths of the hidden layers of a multilayer perceptron, from input to output. Default, without <see cref="Layers"/>: one layer of 256.
    /// An empty list gives a linear network.
    /// </summary>
    public IReadOnlyList<int>? Hidden { get; init; }

    /// <summary>The default of <see cref="Activation"/>.</summary>
    public const Activation DefaultActivation = Contracts.Activation.Relu;

    /// <summary>The activation function after every layer of <see cref="Hidden"/>. Default: <c>relu</c>.</summary>
    public Activation? Activation { get; init; }

    /// <summary>
    /// Makes the activation f after the layers of <see cref="Hidden"/> parametric: each unit becomes x + a·(f(x) - x) with a trained a. It starts
    /// at 1 and with Adam learns so many times as fast as the weights. Above 0; the paper uses 0.1. Default: the activation alone.
    /// (Holzmüller et al. 2024, https://arxiv.org/abs/2407.04491)
    /// </summary>
    [Range(0d, float.MaxValue, MinimumIsExclusive = true)]
    public double? ParametricActivation { get; init; }

    /// <summary>The normalization between every layer of <see cref="Hidden"/> and its activation. Default: none.</summary>
    public Normalization? Normalization { get; init; }

    /// <summary>
    /// The probability, in [0, 1), that training sets a unit of <see cref="Hidden"/> to zero: one rate for all layers, or one per
    /// layer. Default: no dropout. (Srivastava et al. 2014, https://jmlr.org/papers/v15/srivastava14a.html)
    /// </summary>
    public IReadOnlyList<double>? Dropout { get; init; }

    /// <summary>The probability, in [0, 1), that training sets an input of the network to zero. Only with <see cref="Hidden"/>. Default: 0.</summary>
    [Range(0d, 1d, MaximumIsExclusive = true)]
    public double? InputDropout { get; init; }

    /// <summary>
    /// Each input of the network is multiplied by a trained factor, which starts at 1 and with Adam learns so many times as fast as the weights, so
    /// that features can grow or vanish (Holzmüller et al. 2024, https://arxiv.org/abs/2407.04491). Above 0. Only with <see cref="Hidden"/>. Default:
    /// no factors.
    /// </summary>
    [Range(0d, float.MaxValue, MinimumIsExclusive = true)]
    public double? InputScale { get; init; }

    /// <summary>
    /// Makes the network predict each row so many times, 2 to 256, and average the predictions. Each copy of the row is multiplied by trained
    /// factors of its own, which start as 1 or -1 at random, and has an output layer of its own; the layers between are shared. The loss is the mean
    /// of the copies' losses. It acts like an ensemble for a fraction of the weights. Only with <see cref="Hidden"/>. Default: one prediction.
    /// (TabM-mini; Gorishniy et al. 2024, https://arxiv.org/abs/2410.24210)
    /// </summary>
    [Range(2, 256)]
    public int? Copies { get; init; }

    /// <summary>
    /// Turns each number of a table into several inputs with trained periodic functions, before all other layers. Only for tables with number
    /// columns. <c>preprocessing.bins</c> does a similar thing without training. Default: the numbers as they are.
    /// </summary>
    public PeriodicEmbeddingSpec? PeriodicEmbedding { get; init; }

    /// <summary>
    /// Gives each category of a column with many categories a few trained numbers instead of an input of its own, before all other layers. Only for
    /// tables with category columns. Default: an input for each category.
    /// </summary>
    public CategoryEmbeddingSpec? CategoryEmbedding { get; init; }

    /// <summary>
    /// The probability, in [0, 1), that training hides the category of a row in a column, as if it had never been seen. So the network learns what to
    /// predict for categories that it does not know. Missing values stay missing. Only for tables with category columns. Default: 0.
    /// </summary>
    [Range(0d, 1d, MaximumIsExclusive = true)]
    public double? CategoryDropout { get; init; }

    /// <summary>The network layer by layer, instead of <see cref="Hidden"/> and its options.</summary>
    public IReadOnlyList<LayerSpec>? Layers { get; init; }

    /// <summary>
    /// The number of networks that are trained with different random numbers; their predictions are averaged. 1 to 64. Default: 1.
    /// (Lakshminarayanan et al. 2017, https://arxiv.org/abs/1612.01474)
    /// </summary>
    [Range(1, MaximumEnsemble)]
    public int Ensemble { get; init; } = 1;

    /// <summary>The initial weights of linear layers without an initialization of their own. Default: PyTorch's default.</summary>
    public InitializationSpec Initialization { get; init; } = new();
}
