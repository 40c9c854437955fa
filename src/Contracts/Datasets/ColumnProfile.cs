namespace LearnML.Contracts;

/// <summary>What a column of a table holds.</summary>
public sealed record ColumnProfile
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What its values are.</summary>
    public required ColumnType Type { get; init; }

    /// <summary>Whether the caller asked to leave it out.</summary>
    public required bool Excluded { get; init; }

    /// <summary>Rows that have a value.</summary>
    public required int Count { get; init; }

    /// <summary>Rows that have none.</summary>
    public required int Missing { get; init; }

    /// <summary>Different values: exact up to 100,000, above that an estimate with a standard error of 0.8 %.</summary>
    public required int Distinct { get; init; }

    /// <summary>Of a numeric column: where its values lie; null where it has none.</summary>
    public NumberSummary? Numbers { get; init; }

    /// <summary>Of a date column: the first and the last, ISO 8601; null where it has none.</summary>
    public DateSummary? Dates { get; init; }

    /// <summary>Of any other column: the most frequent values, at most ten, the most frequent first.</summary>
    public IReadOnlyList<CategoryCount>? Top { get; init; }
}
