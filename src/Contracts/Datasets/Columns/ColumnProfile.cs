namespace LearnML.Contracts;

/// <summary>Statistics of a table's column.</summary>
public sealed record ColumnProfile
{
    /// <summary>The column's name.</summary>
    public required string Name { get; init; }

    /// <summary>The type of the values.</summary>
    public required ColumnType Type { get; init; }

    /// <summary>Whether the upload excluded the column.</summary>
    public required bool Excluded { get; init; }

    /// <summary>The number of rows with a value.</summary>
    public required int Count { get; init; }

    /// <summary>The number of rows without a value.</summary>
    public required int Missing { get; init; }

    /// <summary>The number of distinct values: exact up to 100,000, above that an estimate with a standard error of 0.8 %.</summary>
    public required int Distinct { get; init; }

    /// <summary>The number of cells that do not fit the type. They are read as missing and are part of <see cref="Missing"/>.</summary>
    public int Invalid { get; init; }

    /// <summary>How the cells are written; null: as in the rest of the file.</summary>
    public CellFormat? Format { get; init; }

    /// <summary>Statistics of a numeric column; null for other types and for a column without values.</summary>
    public NumberSummary? Numbers { get; init; }

    /// <summary>The first and last date of a date column; null for other types and for a column without values.</summary>
    public DateSummary? Dates { get; init; }

    /// <summary>The ten most frequent values, the most frequent first; null for numeric and date columns.</summary>
    public IReadOnlyList<CategoryCount>? Top { get; init; }
}
