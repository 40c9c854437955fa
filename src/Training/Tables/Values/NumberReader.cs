using LearnML.Contracts;

namespace LearnML.Training.Tables.Values;

/// <summary>Reads the numbers of one column as its cells are written.</summary>
/// <param name="decimalMark">The decimal separator: a point or a comma.</param>
/// <param name="unit">The unit of the column; a cell has this unit or none.</param>
internal readonly struct NumberReader(char decimalMark, string? unit)
{
    /// <summary>Creates the reader of a column.</summary>
    /// <param name="format">How the column's cells are written; null: as in the rest of the file.</param>
    /// <param name="fileDecimalMark">The decimal separator of the file.</param>
    public static NumberReader Create(CellFormat? format, char fileDecimalMark) => new(format?.DecimalMark ?? fileDecimalMark, format?.Unit);

    /// <summary>Reads a finite number within the range of float32.</summary>
    /// <returns>False if the text is not such a number, or has another unit.</returns>
    public bool TryRead(ReadOnlySpan<char> text, out double number)
    {
        if (NumberParser.TryParse(text, decimalMark, out number))
        {
            return true;
        }

        var beyondRange = number;
        if (MarkedNumber.TryParse(text, decimalMark, out number, out var cellUnit)
            && (cellUnit.IsEmpty || cellUnit.Equals(unit, StringComparison.OrdinalIgnoreCase)))
        {
            return true;
        }

        number = Math.Abs(beyondRange) > float.MaxValue ? beyondRange : number;
        return false;
    }

    /// <summary>Explains why <see cref="TryRead"/> returned false; null if the text usually means a missing value.</summary>
    public string? ExplainFailure(ReadOnlySpan<char> text, double number) =>
        MissingMarks.IsUsual(text) && !MissingMarks.IsInfinity(text) ? null
        : unit is null || Math.Abs(number) > float.MaxValue ? NumberParser.ExplainFailure(text, number)
        : $"'{text}' is not a number, or not one in {unit}";
}
