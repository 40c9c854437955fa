namespace LearnML.Api.Storage.Listing;

/// <summary>Filter, order and page of a list of jobs. Without any: the newest 50 of all jobs.</summary>
internal sealed record JobQuery
{
    private const int ShortestIdPrefix = 4;
    private const int IdDigits = 32;

    /// <summary>Words in lower case. Each must be in a text of the job, or be the beginning of its id.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The conditions that every job must meet.</summary>
    public IReadOnlyList<FieldCondition> Conditions { get; init; } = [];

    /// <summary>The order.</summary>
    public JobSort Sort { get; init; } = JobSort.Newest;

    /// <summary>The last job of the page before; null for the first page.</summary>
    public JobCursor? After { get; init; }

    /// <summary>The number of jobs before the page, counted after <see cref="After"/>.</summary>
    public int Skip { get; init; }

    /// <summary>The largest number of jobs on the page.</summary>
    public int Take { get; init; } = 50;

    /// <summary>Returns the query for the jobs of the page, as <see cref="ListedJob"/>, and for one more if there is one.</summary>
    public string SelectPage(ListingSql sql)
    {
        var after = After is null ? null : Sort.After(sql, After);
        var (values, conditions, order) = (Sort.SelectValue(sql), Where(sql, after), Sort.OrderBy(sql));
        return $"""
            SELECT "JobId", {values} FROM {sql.Tables} {conditions}
            ORDER BY {order} LIMIT {sql.Add(Take + 1)} OFFSET {sql.Add(Skip)}
            """;
    }

    /// <summary>Returns the query for the number of all jobs that match.</summary>
    public string SelectTotal(ListingSql sql)
    {
        var conditions = Where(sql, null);
        return $"""SELECT CAST(COUNT(*) AS integer) AS "Value" FROM {sql.Tables} {conditions}""";
    }

    private string Where(ListingSql sql, string? after)
    {
        string?[] all = [.. Words.Select(word => FindWord(sql, word)), .. Conditions.Select(each => each.ToSql(sql)), after];
        string[] conditions = [.. all.OfType<string>()];
        return conditions.Length == 0 ? "" : "WHERE " + string.Join(" AND ", conditions);
    }

    private static string FindWord(ListingSql sql, string word)
    {
        var isInText = sql.Contains("\"Search\"", sql.Add(word));
        var digits = word.Replace("-", "", StringComparison.Ordinal);
        if (digits.Length is < ShortestIdPrefix or > IdDigits || !digits.All(char.IsAsciiHexDigit))
        {
            return isInText;
        }

        var (first, last) = (Guid.Parse(digits.PadRight(IdDigits, '0')), Guid.Parse(digits.PadRight(IdDigits, 'f')));
        return $"({isInText} OR \"JobId\" BETWEEN {sql.Add(first)} AND {sql.Add(last)})";
    }
}
