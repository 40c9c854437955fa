namespace LearnML.Contracts;

/// <summary>A close look at a column of a table: its distribution, where its values are missing, and how it is related to the target.</summary>
public sealed record ColumnView
{
    /// <summary>The column's name.</summary>
    public required string Column { get; init; }

    /// <summary>The type of the column.</summary>
    public required ColumnType Type { get; init; }

    /// <summary>The number of rows.</summary>
    public required int Rows { get; init; }

    /// <summary>
    /// The number of rows that all properties but <see cref="MissingByRows"/> describe: all, or a random sample if there are too many.
    /// </summary>
    public required int UsedRows { get; init; }

    /// <summary>The distribution of numbers, or of dates in milliseconds since 1970 in UTC; null for categories, and without values.</summary>
    public Histogram? Histogram { get; init; }

    /// <summary>The up to 20 most frequent categories, the most frequent first; null for numbers and dates.</summary>
    public IReadOnlyList<CategoryCount>? Top { get; init; }

    /// <summary>
    /// The number of missing values in up to 100 parts of the table, in the order of its rows. The parts have the same number of rows, or one more or
    /// less.
    /// </summary>
    public required IReadOnlyList<int> MissingByRows { get; init; }

    /// <summary>The target; null if the dataset has none. The following properties are then null too, and also if the column is the target.</summary>
    public string? Target { get; init; }

    /// <summary>How strongly the column is associated with the target.</summary>
    public ColumnAssociation? Association { get; init; }

    /// <summary>The up to ten most frequent classes of the target, the most frequent first; null for a target of numbers.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>
    /// The targets by value of the column: for numbers and dates in up to ten groups of about the same number of rows, in ascending order; otherwise
    /// for each of the up to 20 most frequent categories. Rows without a value are the last group.
    /// </summary>
    public IReadOnlyList<ValueGroup>? Groups { get; init; }

    /// <summary>Up to 1,000 rows, if the column has numbers or dates and the target has numbers; otherwise null.</summary>
    public IReadOnlyList<ColumnPoint>? Points { get; init; }
}
