using System.ComponentModel.DataAnnotations;

namespace LearnML.Contracts;

/// <summary>
/// A layer of a network: one of <c>linear</c>, <c>activation</c>, <c>dropout</c>, <c>normalization</c> and <c>block</c>, with what belongs to
/// it. How many numbers come in is inferred.
/// </summary>
public sealed record LayerSpec
{
    /// <summary>A linear layer with this many outputs, 1 or more.</summary>
    [Range(1, int.MaxValue)]
    public int? Linear { get; init; }

    /// <summary>A nonlinear function.</summary>
    public Activation? Activation { get; init; }

    /// <summary>The probability, in [0, 1), that training zeroes an input of the layer.</summary>
    [Range(0d, 1d, MaximumIsExclusive = true)]
    public double? Dropout { get; init; }

    /// <summary>A normalization.</summary>
    public Normalization? Normalization { get; init; }

    /// <summary>Layers one after another, as one layer.</summary>
    public IReadOnlyList<LayerSpec>? Block { get; init; }

    /// <summary>How often the block follows on itself, each time with weights of its own, 1 to 1,000. Default: 1. Belongs to <c>block</c>.</summary>
    [Range(1, 1_000)]
    public int? Repeat { get; init; }

    /// <summary>
    /// Whether the block's inputs are added to its outputs, which must be as many. Default: false. Belongs to <c>block</c>.
    /// (He et al. 2016, https://arxiv.org/abs/1512.03385)
    /// </summary>
    public bool? Residual { get; init; }

    /// <summary>
    /// Whether the parameters stay as they are drawn: the course notes' fixed random weights. Default: false. Belongs to <c>linear</c>,
    /// <c>normalization</c> and <c>block</c>.
    /// </summary>
    public bool? Frozen { get; init; }

    /// <summary>
    /// A name: linear layers with the same name are one layer, with one set of weights and the sum of the gradients of its uses.
    /// Belongs to <c>linear</c>.
    /// </summary>
    public string? Share { get; init; }

    /// <summary>How the layer's weights start. Default: as the network's. Belongs to <c>linear</c>.</summary>
    public InitializationSpec? Initialization { get; init; }
}
