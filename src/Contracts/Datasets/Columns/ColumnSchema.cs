namespace LearnML.Contracts;

/// <summary>The name and type of a table's column.</summary>
/// <param name="Name">The column's name, unique in the table.</param>
/// <param name="Type">The type of the values.</param>
/// <param name="Excluded">Whether the upload excluded the column.</param>
public sealed record ColumnSchema(string Name, ColumnType Type, bool Excluded = false)
{
    /// <summary>Subtracted from the numbers of a numeric column in memory, so that close numbers far from 0 stay distinct in 32-bit floats.</summary>
    public double Offset { get; init; }

    /// <summary>How the cells are written; null: as in the rest of the file.</summary>
    public CellFormat? Format { get; init; }

    /// <summary>Whether numbers are read as names, as in class and group columns: numbers that differ in any digit stay distinct.</summary>
    public bool AsNames { get; init; }
}
