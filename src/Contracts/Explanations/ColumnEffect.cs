using System.Text.Json.Serialization;

namespace LearnML.Contracts;

/// <summary>
/// What a model predicts on average if a column, or a pair of columns, has one value in all rows: the partial dependence (Friedman 2001,
/// https://doi.org/10.1214/aos/1013203451).
/// </summary>
/// <param name="Axes">The column, or both columns of a pair.</param>
/// <param name="Mean">
/// The mean prediction at each point of the column. Of a pair, for each point of the first column the points of the second one.
/// </param>
public sealed record ColumnEffect(IReadOnlyList<EffectAxis> Axes, IReadOnlyList<double> Mean)
{
    /// <summary>
    /// The predictions for up to 50 evenly spaced rows, each at every point: the individual conditional expectation (Goldstein et al. 2015,
    /// https://doi.org/10.1080/10618600.2014.907095). Only if one column is asked for; otherwise left out.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IReadOnlyList<double>>? Individuals { get; init; }
}
