namespace LearnML.Contracts;

/// <summary>What to correct of an uploaded dataset; what is left out stays as it is.</summary>
public sealed record DatasetPatch
{
    /// <summary>The column to predict where a spec names none.</summary>
    public string? Target { get; init; }

    /// <summary>The types of columns, by their names.</summary>
    public IReadOnlyDictionary<string, ColumnType>? Columns { get; init; }
}
