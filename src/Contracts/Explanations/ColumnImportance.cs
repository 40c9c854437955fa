using System.Text.Json.Serialization;

namespace LearnML.Contracts;

/// <summary>
/// The permutation importance of a column: how much the mean loss rises if the column's values are shuffled among the rows, so that they tell
/// nothing about their rows any more (Breiman 2001, https://doi.org/10.1023/A:1010933404324). All inputs of the column are shuffled together.
/// </summary>
/// <param name="Column">The column's name; for a group, the names of its columns joined by <c> + </c>.</param>
/// <param name="Mean">
/// The mean over the repeats of the loss with shuffled values minus the loss with the true values. The loss is that of the metrics: the
/// cross-entropy in nats, or the squared error of the encoded target.
/// </param>
/// <param name="StandardDeviation">The sample standard deviation over the repeats (divides by n - 1).</param>
/// <param name="Low">
/// The lower end of the 95 % interval of the importance. It covers the choice of the rows and of the shuffles, and takes the model as it is.
/// </param>
/// <param name="High">The upper end of that interval.</param>
/// <param name="PValue">
/// The probability of an importance at least this large if the model gained nothing from the column: one-sided, with Student's t.
/// </param>
public sealed record ColumnImportance(string Column, double Mean, double StandardDeviation, double Low, double High, double PValue)
{
    /// <summary>The columns of a group, which are shuffled together; left out for a single column.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Columns { get; init; }
}
