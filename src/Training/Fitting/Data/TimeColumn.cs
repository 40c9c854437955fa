using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Reading;

namespace LearnML.Training.Fitting.Data;

/// <summary>Reads the column that orders the rows of a table in time.</summary>
internal static class TimeColumn
{
    /// <summary>
    /// Returns the time of each of <paramref name="rows"/>: the ticks of a date since the start of the year 1, or the number; NaN if it is
    /// missing. The numbers of an identifier count as numbers. Numbers are less their column's offset, which does not change their order, and
    /// numbers that are equal in float32 count as the same time.
    /// </summary>
    public static double[] Read(TableFile file, ColumnSchema column, long[] rows)
    {
        var ordered = column.Type == ColumnType.Date ? column : column with { Type = ColumnType.Numeric, AsNames = false };
        return TableReader.ReadAll(file.Path, file.Schema, [ordered], file.Profile.Rows).Columns[0] switch
        {
            DateColumn dates => Array.ConvertAll(rows, row => dates.Ticks[row] == DateColumn.Missing ? double.NaN : dates.Ticks[row]),
            NumberColumn numbers => Array.ConvertAll(rows, row => (double)numbers.Values[row]),
            var other => throw new ArgumentOutOfRangeException(nameof(column), other, null),
        };
    }
}
