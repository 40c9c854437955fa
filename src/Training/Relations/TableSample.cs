using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Reading;

namespace LearnML.Training.Relations;

/// <summary>Columns of a table, in all its rows or in a random sample of them.</summary>
/// <param name="Columns">The columns.</param>
/// <param name="Rows">The number of rows of the table.</param>
/// <param name="UsedRows">The number of rows of the sample.</param>
internal sealed record TableSample(IReadOnlyList<SampledColumn> Columns, int Rows, int UsedRows)
{
    private const int MaximumSlices = 100;
    private const int MaximumRows = 20_000;
    private const int MinimumRows = 1_000;
    private const int MaximumCells = 4_000_000;
    private const int RowsOfChunk = 4_096;

    /// <summary>Returns about how many bytes <see cref="Read"/> keeps in memory for a number of columns.</summary>
    public static long EstimateMemory(int columns, int rows) => sizeof(double) * (long)columns * (ChooseRows(columns, rows) + RowsOfChunk);

    /// <summary>Reads columns. Of a long table, it keeps one random row of each of equally long parts.</summary>
    /// <param name="file">The table.</param>
    /// <param name="columns">The columns to read. Those that the table does not have are missing in every row.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="TableFormatException">The file is damaged.</exception>
    public static TableSample Read(TableFile file, IReadOnlyList<ColumnProfile> columns, CancellationToken cancellationToken)
    {
        var (rows, used) = (file.Profile.Rows, ChooseRows(columns.Count, file.Profile.Rows));
        var slices = Math.Min(MaximumSlices, rows);
        SampledColumn[] sampled = [.. columns.Select(column => new SampledColumn(column.Name, slices))];
        var chosen = new ChosenRows(rows, used);
        using var reader = new TableReader(
            File.OpenRead(file.Path), $"The file {Path.GetFileName(file.Path)}", file.Profile.Format, [.. columns.Select(ToSchema)], _ => { });
        for (var first = 0; reader.Read(Math.Min(RowsOfChunk, rows - first)) is { RowCount: > 0 } chunk; first += chunk.RowCount)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = first;
            var kept = chosen.TakeBefore(start + chunk.RowCount).ConvertAll(row => row - start);
            for (var column = 0; column < sampled.Length; column++)
            {
                sampled[column].Add(chunk.Columns[column], kept, row => (int)((long)(start + row) * slices / rows));
            }
        }

        return new TableSample(sampled, rows, used);
    }

    private static int ChooseRows(int columns, int rows) =>
        Math.Min(rows, Math.Clamp(MaximumCells / Math.Max(1, columns), MinimumRows, MaximumRows));

    // Identifiers and constants have no type of their own in memory.
    private static ColumnSchema ToSchema(ColumnProfile column) => new(column.Name, column.Type switch
    {
        ColumnType.Numeric or ColumnType.Date or ColumnType.Boolean => column.Type,
        _ when column.Numbers is not null => ColumnType.Numeric,
        _ => ColumnType.Categorical,
    })
    {
        Format = column.Format,
        Offset = column.Numbers is { } numbers ? NumberColumn.ChooseOffset(numbers.Minimum, numbers.Maximum - numbers.Minimum) : 0,
    };
}
