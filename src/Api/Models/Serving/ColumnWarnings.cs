using System.Globalization;
using LearnML.Contracts;

namespace LearnML.Api.Models.Serving;

/// <summary>Groups the warnings of one kind about one column. The first reasons have a warning each, all others have one together.</summary>
internal sealed class ColumnWarnings
{
    private const int MaximumReasons = 3;

    private readonly List<(string Reason, RowRange Rows)> reasons = new(1);
    private RowRange others;

    /// <summary>Adds a warning for adjacent rows.</summary>
    public void Add(string reason, int firstRow, int rowCount)
    {
        for (var index = 0; index < reasons.Count; index++)
        {
            if (reasons[index].Reason == reason)
            {
                reasons[index] = (reason, reasons[index].Rows.Add(firstRow, rowCount));
                return;
            }
        }

        if (reasons.Count < MaximumReasons)
        {
            reasons.Add((reason, default(RowRange).Add(firstRow, rowCount)));
        }
        else
        {
            others = others.Add(firstRow, rowCount);
        }
    }

    /// <summary>Returns the warnings.</summary>
    /// <param name="column">The name of the column.</param>
    public IEnumerable<PredictionWarning> Describe(string column)
    {
        foreach (var (reason, rows) in reasons)
        {
            yield return Create(rows, column, reason);
        }

        if (others.Count > 0)
        {
            yield return Create(others, column,
                string.Create(CultureInfo.InvariantCulture, $"{others.Count:n0} more values of this column cannot be used"));
        }
    }

    private static PredictionWarning Create(RowRange rows, string column, string reason) => new(rows.First, rows.Last, column, reason, rows.Count);
}
