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

    /// <summary>The second largest number.</summary>
    public double SecondMaximum { get; init; } = double.NegativeInfinity;

    /// <summary>The number of cells with the unit.</summary>
    public int CellsWithUnit { get; init; }

    /// <summary>Whether letters behind some numbers are read as thousands or millions.</summary>
    public bool HasFactors { get; init; }

    /// <summary>Whether all numbers are whole.</summary>
    public bool IsWhole { get; init; }

    /// <summary>Whether the digits are kept as text because they are codes.</summary>
    public bool IsCode { get; init; }

    /// <summary>The number of cells in brackets that are read as negative.</summary>
    public int Brackets { get; init; }

    /// <summary>The first of these cells.</summary>
    public string? BracketExample { get; init; }

    /// <summary>A cell with several points, which are read as marks between thousands; null if there is none, or if they are no doubt.</summary>
    public string? PointGroupExample { get; init; }

    /// <summary>The number of cells whose year has two digits.</summary>
    public int ShortYears { get; init; }

    /// <summary>The first of these cells.</summary>
    public string? ShortYearExample { get; init; }

    /// <summary>The type that most cells of a column of texts have, numeric or date, although too many have not; null if there is none.</summary>
    public ColumnType? NearlyType { get; init; }

    /// <summary>How the cells of <see cref="NearlyType"/> are written.</summary>
    public CellFormat? NearlyFormat { get; init; }

    /// <summary>The sum of the numbers.</summary>
    public double Sum { get; init; }

    /// <summary>The first cell that is two different numbers, if the column does not show which one is meant.</summary>
    public string? AmbiguousNumber { get; init; }

    /// <summary>The first cell that is two different dates, if the column does not show which one is meant.</summary>
    public string? AmbiguousDate { get; init; }
}
