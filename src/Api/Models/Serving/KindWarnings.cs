using System.Globalization;
using LearnML.Contracts;

namespace LearnML.Api.Models.Serving;

/// <summary>Groups the warnings of one kind by column. The first columns have warnings of their own, all others have one together.</summary>
/// <param name="kind">The kind.</param>
internal sealed class KindWarnings(WarningKind kind)
{
    private const int MaximumColumns = 100;

    private readonly Dictionary<string, ColumnWarnings> columns = new(StringComparer.Ordinal);
    private string? firstOther;
    private RowRange others;

    /// <summary>Adds a warning about a column for adjacent rows.</summary>
    public void Add(string column, string reason, int firstRow, int rowCount)
    {
        if (!columns.TryGetValue(column, out var warnings))
        {
            if (columns.Count == MaximumColumns)
            {
                firstOther ??= column;
                others = others.Add(firstRow, rowCount);
                return;
            }

            columns[column] = warnings = new ColumnWarnings();
        }

        warnings.Add(reason, firstRow, rowCount);
    }

    /// <summary>Returns the warnings.</summary>
    public IEnumerable<PredictionWarning> Describe()
    {
        var listed = columns.SelectMany(column => column.Value.Describe(column.Key));
        return others.Count == 0 ? listed : listed.Append(DescribeOthers());
    }

    private PredictionWarning DescribeOthers()
    {
        var words = kind switch
        {
            WarningKind.SimilarName => "values have names that differ from those of the model by case or spaces",
            WarningKind.UnknownName => "values have names that the model does not have",
            _ => "values cannot be used",
        };
        var reason = string.Create(CultureInfo.InvariantCulture, $"{others.Count:n0} more {words}, in this column and others");
        return new PredictionWarning(others.First, others.Last, firstOther!, reason, others.Count);
    }
}
