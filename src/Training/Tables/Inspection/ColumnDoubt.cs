using System.Globalization;
using LearnML.Contracts;

namespace LearnML.Training.Tables.Inspection;

/// <summary>Creates the doubts about one column.</summary>
/// <param name="column">The column's name.</param>
internal readonly struct ColumnDoubt(string column)
{
    /// <summary>Creates a doubt whose message starts with the column's name.</summary>
    public Attention Create(AttentionKind kind, int cells, string message) => new()
    {
        Column = column,
        Kind = kind,
        Cells = cells,
        Message = string.Create(CultureInfo.InvariantCulture, $"{column}: {message}."),
    };

    /// <summary>Creates a doubt about cells whose lines and texts are known.</summary>
    public Attention Create(AttentionKind kind, CellExamples cells, string message) =>
        Create(kind, cells.Count, message) with { Lines = cells.Lines, Examples = cells.Texts };

    /// <summary>Returns the action that gives the column a type.</summary>
    public AttentionAction SetType(ColumnType type) =>
        Patch(new DatasetPatch { Columns = new Dictionary<string, ColumnType> { [column] = type } });

    /// <summary>Returns the action that corrects the dataset.</summary>
    public static AttentionAction Patch(DatasetPatch patch) => new() { Dataset = patch };
}
