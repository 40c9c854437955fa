using System.ComponentModel.DataAnnotations;

namespace LearnML.Contracts;

/// <summary>
/// A trained layer at the inputs of a network. In each column with many categories, every category has a few trained numbers, which take the place
/// of the column's inputs. (Guo and Berkhahn 2016, https://arxiv.org/abs/1604.06737)
/// </summary>
public sealed record CategoryEmbeddingSpec
{
    /// <summary>
    /// The number of categories that a column needs, 1 to 10,000. Rare categories that share one input count as one. Columns with fewer keep an input
    /// for each category. Default: 9, as in https://github.com/dholzmueller/pytabkit.
    /// </summary>
    [Range(1, 10_000)]
    public int MinimumCategories { get; init; } = 9;

    /// <summary>The number of trained numbers of each category, 1 to 1,024. Default: 8, from the same source.</summary>
    [Range(1, 1_024)]
    public int Outputs { get; init; } = 8;
}
