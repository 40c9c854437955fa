using LearnML.Api.Requests;
using LearnML.Contracts;

namespace LearnML.Api.Models.Serving;

/// <summary>
/// Collects the values that a model cannot use, in groups by kind and column. So the number of warnings does not grow with the rows: a small request
/// can have millions of such values.
/// </summary>
internal sealed class PredictionWarnings
{
    // Most requests have no warning and allocate none of these.
    private Dictionary<WarningKind, KindWarnings>? kinds;
    private MissingColumns? missing;

    /// <summary>Whether there are warnings.</summary>
    public bool Any => kinds is not null || missing is not null;

    /// <summary>The warnings, ordered by their first row.</summary>
    public IEnumerable<PredictionWarning> OrderedByRow => !Any ? [] :
        (kinds?.Values.SelectMany(kind => kind.Describe()) ?? []).Concat(missing?.Describe() ?? []).OrderBy(warning => warning.Row);

    /// <summary>Adds a warning about a column.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="column">The name of the column, or the name in the request that is not that of a column.</param>
    /// <param name="reason">What is wrong.</param>
    /// <param name="firstRow">The first of adjacent rows, from 0.</param>
    /// <param name="rowCount">The number of rows.</param>
    public void Add(WarningKind kind, string column, string reason, int firstRow, int rowCount = 1)
    {
        if (!(kinds ??= []).TryGetValue(kind, out var warnings))
        {
            kinds[kind] = warnings = new KindWarnings(kind);
        }

        warnings.Add(LongText.Shorten(column), LongText.Shorten(reason), firstRow, rowCount);
    }

    /// <summary>Adds a column that rows do not have.</summary>
    /// <param name="names">The names of the model's columns.</param>
    /// <param name="column">The index of the column.</param>
    /// <param name="firstRow">The first of adjacent rows, from 0.</param>
    /// <param name="rowCount">The number of rows.</param>
    public void AddMissing(IReadOnlyList<string> names, int column, int firstRow, int rowCount = 1) =>
        (missing ??= new MissingColumns(names)).Add(column, firstRow, rowCount);
}
