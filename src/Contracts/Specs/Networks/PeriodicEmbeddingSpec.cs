using System.ComponentModel.DataAnnotations;

namespace LearnML.Contracts;

/// <summary>
/// A trained layer at the inputs of a network. Each number column has frequencies, weights and biases of its own, which turn the scaled number into
/// several inputs. Categories, dates, bins and missing-value indicators stay as they are.
/// </summary>
public sealed record PeriodicEmbeddingSpec
{
    /// <summary>The formula. Default: <c>pbld</c>.</summary>
    public PeriodicEmbeddingKind Kind { get; init; } = PeriodicEmbeddingKind.Pbld;

    /// <summary>
    /// The number of trained frequencies of each number, 1 to 1,024. Default: 16 for <c>pbld</c>, as in https://github.com/dholzmueller/pytabkit, and
    /// 48 for <c>plr</c>, as in https://github.com/yandex-research/rtdl-num-embeddings.
    /// </summary>
    [Range(1, 1_024)]
    public int? Frequencies { get; init; }

    /// <summary>
    /// The number of trained outputs of each number, 1 to 1,024. Default: 3 for <c>pbld</c>, which keeps the number as a fourth, and 24 for
    /// <c>plr</c>, from the same sources.
    /// </summary>
    [Range(1, 1_024)]
    public int? Outputs { get; init; }

    /// <summary>
    /// The standard deviation of the initial frequencies, above 0. Larger ones fit steeper changes, and overfit earlier. Default: 0.1 for
    /// <c>pbld</c> and 0.01 for <c>plr</c>, from the same sources.
    /// </summary>
    [Range(0d, float.MaxValue, MinimumIsExclusive = true)]
    public double? Std { get; init; }

    /// <summary>
    /// The learning rate of the layer's parameters, relative to that of the run; above 0. Default: 0.1 for <c>pbld</c> and 1 for <c>plr</c>, from the
    /// same sources.
    /// </summary>
    [Range(0d, float.MaxValue, MinimumIsExclusive = true)]
    public double? LearningRateFactor { get; init; }

    /// <summary>Returns the spec with the defaults of its kind filled in.</summary>
    public PeriodicEmbeddingSpec WithDefaults()
    {
        var (frequencies, outputs, std, factor) = Kind == PeriodicEmbeddingKind.Pbld ? (16, 3, 0.1, 0.1) : (48, 24, 0.01, 1.0);
        return this with
        {
            Frequencies = Frequencies ?? frequencies,
            Outputs = Outputs ?? outputs,
            Std = Std ?? std,
            LearningRateFactor = LearningRateFactor ?? factor,
        };
    }
}
