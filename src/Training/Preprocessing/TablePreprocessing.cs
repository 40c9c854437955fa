using System.Text.Json.Serialization;
using LearnML.Contracts;
using LearnML.Training.Tables;

namespace LearnML.Training.Preprocessing;

/// <summary>How the rows of a table become a network's inputs, fitted on some rows. It is a part of the checkpoint.</summary>
/// <param name="Format">How numbers and missing values are written in the table that it was fitted on.</param>
/// <param name="Columns">The columns that it takes, in the order of their inputs.</param>
public sealed record TablePreprocessing(CsvFormat Format, IReadOnlyList<InputColumn> Columns)
{
    /// <summary>
    /// The other columns of the table that it was fitted on: the target, identifiers, constants, and what was excluded. A row may have
    /// them, and they change nothing.
    /// </summary>
    public IReadOnlyList<string> PassedOver { get; init; } = [];

    /// <summary>Inputs per row.</summary>
    [JsonIgnore]
    public int Width => Columns.Sum(column => column.Width);

    /// <summary>What each input is, for people.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> InputNames => [.. Columns.SelectMany(column => column.Names)];

    /// <summary>What a table must be read as to be transformed.</summary>
    [JsonIgnore]
    public IReadOnlyList<ColumnSchema> Schema => [.. Columns.Select(column => new ColumnSchema(column.Name, column.Type) { Offset = column.Number?.Offset ?? 0 })];

    /// <summary>The inputs of a table's rows.</summary>
    /// <param name="table">The rows; a column that is not there counts as missing.</param>
    /// <param name="problem">Is told of categories that were not there in training.</param>
    /// <returns>[rows, <see cref="Width"/>], row by row.</returns>
    public float[] Transform(Table table, Action<CellProblem> problem)
    {
        ArgumentNullException.ThrowIfNull(table);
        var inputs = new float[table.Rows * Width];
        Transform(table, inputs, problem);
        return inputs;
    }

    /// <summary>Writes the inputs of a table's rows over zeros.</summary>
    internal void Transform(Table table, Span<float> inputs, Action<CellProblem> problem)
    {
        var (width, start) = (Width, 0);
        foreach (var column in table.Rows == 0 ? [] : Columns)
        {
            column.Transform(table.Find(column.Name), table.Rows, inputs[start..], width, problem);
            start += column.Width;
        }
    }

    /// <summary>Fits on rows of one table, or of several together.</summary>
    /// <param name="spec">How.</param>
    /// <param name="format">How the tables are written.</param>
    /// <param name="columns">The columns to take.</param>
    /// <param name="parts">Tables, and of each the rows that count.</param>
    public static TablePreprocessing Fit(
        PreprocessingSpec spec, CsvFormat format, IReadOnlyList<ColumnSchema> columns, params IReadOnlyList<(Table Table, long[] Rows)> parts)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new TablePreprocessing(format, [.. columns.Select(column => Fit(spec, column, parts))])
        {
            PassedOver = [.. parts.SelectMany(part => part.Table.Columns.Select(column => column.Name).Concat(part.Table.LeftOut)).Except(columns.Select(column => column.Name))],
        };
    }

    private static InputColumn Fit(PreprocessingSpec spec, ColumnSchema schema, IReadOnlyList<(Table Table, long[] Rows)> parts)
    {
        var input = new InputColumn { Name = schema.Name, Type = schema.Type };
        var columns = parts.Select(part => (Column: part.Table.Find(schema.Name), part.Rows)).ToArray();
        return schema.Type switch
        {
            ColumnType.Numeric => input with
            {
                Number = NumberEncoding.Fit(
                    [.. Of<NumberColumn>().SelectMany(part => part.Rows.Select(row => part.Column[row])).Where(value => !double.IsNaN(value))], spec.LogSkewed, spec.Clip),
            },
            ColumnType.Date => input with
            {
                Date = DateEncoding.Fit(Of<DateColumn>().SelectMany(part => part.Rows.Select(row => part.Column.Moments[row])).Where(moment => moment != DateColumn.Missing)),
            },
            _ => input with
            {
                Category = CategoryEncoding.Fit(
                    Of<CategoryColumn>().SelectMany(part => part.Rows.Select(row => part.Column.Codes[row]).Where(code => code != CategoryColumn.Missing).Select(code => part.Column.Categories[code])),
                    spec.MaximumCategories,
                    ValueComparer.Of(schema.Type)),
            },
        };

        IEnumerable<(T Column, long[] Rows)> Of<T>()
            where T : Column => columns.Where(part => part.Column is T).Select(part => ((T)part.Column!, part.Rows));
    }
}
