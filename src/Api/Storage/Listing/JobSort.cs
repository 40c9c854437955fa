namespace LearnML.Api.Storage.Listing;

/// <summary>The order of a list of jobs. Jobs without the field come last, and equal ones the newest first.</summary>
/// <param name="Field">The field; the time of the job for one of kind <see cref="JobFieldKind.Time"/>.</param>
/// <param name="IsDescending">Whether the largest value comes first.</param>
internal sealed record JobSort(JobField Field, bool IsDescending)
{
    /// <summary>The newest job first.</summary>
    public static JobSort Newest { get; } = new(JobFieldCatalog.Created, IsDescending: true);

    /// <summary>The name as in a request, <c>-created</c>.</summary>
    public string Name => (IsDescending ? "-" : "") + Field.Name;

    /// <summary>Whether the order is that of the ids, which sort by the time of the job.</summary>
    public bool IsById => Field.Kind == JobFieldKind.Time;

    /// <summary>Whether a cursor is one of a list in this order.</summary>
    public bool Fits(JobCursor cursor) => cursor.Sort == Name && (Field.SortsByNumber || cursor.Number is null)
        && (Field.Kind is JobFieldKind.Text or JobFieldKind.Flag || cursor.Text is null);

    /// <summary>Returns the columns of the value that jobs are sorted by, one for numbers and one for texts.</summary>
    public string SelectValue(ListingSql sql)
    {
        var value = IsById ? "NULL" : sql.Value(Field);
        var isNumber = Field.SortsByNumber;
        return $"CAST({(isNumber ? value : "NULL")} AS double precision) AS \"Number\", CAST({(isNumber ? "NULL" : value)} AS text) AS \"Text\"";
    }

    /// <summary>Returns the order as SQL.</summary>
    public string OrderBy(ListingSql sql) => IsById
        ? "\"JobId\"" + Direction
        : $"{sql.Value(Field)} IS NULL, {sql.Value(Field)}{Direction}, \"JobId\" DESC";

    /// <summary>Returns the condition that a job comes after another one.</summary>
    public string After(ListingSql sql, JobCursor last)
    {
        var id = sql.Add(last.Id);
        if (IsById)
        {
            return $"\"JobId\" {(IsDescending ? "<" : ">")} {id}";
        }

        if (((object?)last.Number ?? last.Text) is not { } known)
        {
            return $"{sql.Value(Field)} IS NULL AND \"JobId\" < {id}";
        }

        var (value, limit) = (sql.Value(Field), sql.Add(known));
        return $"({value} {(IsDescending ? "<" : ">")} {limit} OR ({value} = {limit} AND \"JobId\" < {id}) OR {value} IS NULL)";
    }

    private string Direction => IsDescending ? " DESC" : "";
}
