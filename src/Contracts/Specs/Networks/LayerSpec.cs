using System.ComponentModel.DataAnnotations;

namespace LearnML.Contracts;

/// <summary>
/// A layer of a network: exactly one of <c>linear</c>, <c>activation</c>, <c>dropout</c>, <c>normalization</c>, <c>scale</c>, <c>copies</c> and
/// <c>block</c>, with its options. The number of inputs is inferred.
/// </summary>
public sealed record LayerSpec
{
    /// <summary>A linear layer with this many outputs, at least 1.</summary>
    [Range(1, int.MaxValue)]
    public int? Linear { get; init; }

    /// <summary>An activation function.</summary>
    public Activation? Activation { get; init; }

    /// <summary>
    /// Makes the activation f parametric: each unit becomes x + a·(f(x) - x) with a = 1 + c·w, where c, above 0, is this number, and w is trained
    /// from 0. Only for <c>activation</c>, and not for <c>prelu</c> and <c>identity</c>. Default: the activation alone.
    /// (Holzmüller et al. 2024, https://arxiv.org/abs/2407.04491)
    /// </summary>
    [Range(0d, float.MaxValue, MinimumIsExclusive = true)]
    public double? Parametric { get; init; }

    /// <summary>A dropout layer: the probability, in [0, 1), that training sets an input to zero.</summary>
    [Range(0d, 1d, MaximumIsExclusive = true)]
    public double? Dropout { get; init; }

    /// <summary>A normalization layer.</summary>
    public Normalization? Normalization { get; init; }

    /// <summary>
    /// A layer that multiplies each of its inputs by 1 + c·w, where c, above 0, is this number, and w is trained from 0. So the factors start at 1,
    /// and with Adam they learn c times as fast as other weights.
    /// </summary>
    [Range(0d, float.MaxValue, MinimumIsExclusive = true)]
    public double? Scale { get; init; }

    /// <summary>
    /// A layer that makes so many copies of each row, 2 to 256, and multiplies each input of each copy by a trained factor of its own, which starts
    /// as 1 or -1 at random. The layers after it compute every copy with the same weights, except the output layer, which has weights for each copy.
    /// The loss is the mean of the copies' losses, and their predictions are averaged. At most once, not in a block, and before the first
    /// <c>linear</c> layer. (TabM-mini; Gorishniy et al. 2024, https://arxiv.org/abs/2410.24210)
    /// </summary>
    [Range(2, 256)]
    public int? Copies { get; init; }

    /// <summary>Several layers in sequence, as one layer.</summary>
    public IReadOnlyList<LayerSpec>? Block { get; init; }

    /// <summary>How often the block is repeated, each time with its own weights; 1 to 1,000. Default: 1. Only for <c>block</c>.</summary>
    [Range(1, 1_000)]
    public int? Repeat { get; init; }

    /// <summary>
    /// Whether the block's inputs are added to its outputs; their numbers must be equal. Default: false. Only for <c>block</c>.
    /// (He et al. 2016, https://arxiv.org/abs/1512.03385)
    /// </summary>
    public bool? Residual { get; init; }

    /// <summary>
    /// Whether the parameters keep their initial values, like the d2l.ai book's fixed random weights. Default: false. Only for <c>linear</c>,
    /// <c>normalization</c>, <c>scale</c>, <c>copies</c> and <c>block</c>.
    /// </summary>
    public bool? Frozen { get; init; }

    /// <summary>
    /// A name for shared weights: linear layers with the same name share their parameters, and their gradients are added.
    /// Only for <c>linear</c>.
    /// </summary>
    public string? Share { get; init; }

    /// <summary>The initial weights of the layer. Default: the network's initialization. Only for <c>linear</c>.</summary>
    public InitializationSpec? Initialization { get; init; }
}
