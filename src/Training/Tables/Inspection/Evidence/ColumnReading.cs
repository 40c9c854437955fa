using LearnML.Contracts;

namespace LearnML.Training.Tables.Inspection.Evidence;

/// <summary>How a column is read: the result of the first pass over its cells.</summary>
/// <param name="Type">The type. Identifiers and constants are found later, by the number of distinct values.</param>
/// <param name="Format">How the cells are written; null: as in the rest of the file.</param>
internal sealed record ColumnReading(ColumnType Type, CellFormat? Format)
{
    /// <summary>The smallest number.</summary>
    public double Minimum { get; init; } = double.PositiveInfinity;

    /// <summary>The largest number.</summary>
    public double Maximum { get; init; } = double.NegativeInfinity;

    /// <summary>The number of cells with the unit.</summary>
    public int CellsWithUnit { get; init; }

    /// <summary>Whether letters behind some numbers are read as thousands or millions.</summary>
    public bool HasFactors { get; init; }

    /// <summary>Whether all numbers are whole.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Whether the digits are kept as text because they are codes.</summary>
    public bool IsCode { get; init; }

    /// <summary>The first cell that is two different numbers, if the column does not show which one is meant.</summary>
    public string? AmbiguousNumber { get; init; }

    /// <summary>The first cell that is two different dates, if the column does not show which one is meant.</summary>
    public string? AmbiguousDate { get; init; }
}
