namespace LearnML.Contracts;

/// <summary>Corrections of an uploaded dataset. A field that is left out does not change.</summary>
public sealed record DatasetPatch
{
    /// <summary>The column to predict if a spec has no target.</summary>
    public string? Target { get; init; }

    /// <summary>The new types, by column name.</summary>
    public IReadOnlyDictionary<string, ColumnType>? Columns { get; init; }
}
