using System.Text.Json.Serialization;
using LearnML.Contracts;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Preprocessing;

/// <summary>The fitted preprocessing of table rows into a network's inputs. It is stored in the checkpoint.</summary>
/// <param name="Format">The CSV format of the training table, with its decimal separator and missing marks.</param>
/// <param name="Columns">The columns that the model uses, in the order of their inputs.</param>
public sealed record TablePreprocessing(CsvFormat Format, IReadOnlyList<InputColumn> Columns)
{
    /// <summary>
    /// The other columns of the training table: the target, identifiers, constants and excluded columns. A row may contain them; they
    /// are ignored.
    /// </summary>
    public IReadOnlyList<string> PassedOver { get; init; } = [];

    /// <summary>The number of inputs per row.</summary>
    [JsonIgnore]
    public int Width => Columns.Sum(column => column.Width);

    /// <summary>
    /// The indices of the inputs without the bins of numbers. Bins let a network bend at a number; trees split there without them.
    /// </summary>
    [JsonIgnore]
    internal int[] InputsWithoutBins
    {
        get
        {
            var (inputs, start) = (new List<int>(), 0);
            foreach (var column in Columns)
            {
                inputs.AddRange(Enumerable.Range(start, column.Number?.FirstBin ?? column.Width));
                start += column.Width;
            }

            return [.. inputs];
        }
    }

    /// <summary>So many rows are encoded together that their inputs stay in the processor's cache from column to column.</summary>
    private const int TileRows = 1024;

    /// <summary>The columns as a table must be read before <see cref="Transform(Table, Action{CellProblem})"/>.</summary>
    [JsonIgnore]
    public IReadOnlyList<ColumnSchema> ColumnSchemas =>
        [.. Columns.Select(column => new ColumnSchema(column.Name, column.Type) { Offset = column.Number?.Offset ?? 0, Format = column.Format })];

    /// <summary>Returns the inputs of a table's rows.</summary>
    /// <param name="table">The rows. All values of a column that the table does not have are missing.</param>
    /// <param name="onProblem">Receives each category that was not seen in training.</param>
    /// <returns>[rows, <see cref="Width"/>], row by row.</returns>
    public float[] Transform(Table table, Action<CellProblem> onProblem)
    {
        ArgumentNullException.ThrowIfNull(table);
        var inputs = new float[table.RowCount * Width];
        Transform(table, inputs, onProblem);
        return inputs;
    }

    /// <summary>Writes the inputs of a table's rows into a matrix of zeros, [rows, <see cref="Width"/>], row by row.</summary>
    internal void Transform(Table table, Span<float> inputs, Action<CellProblem> onProblem)
    {
        var width = Width;
        var columns = Columns.Select(column => column.Prepare(table.Find(column.Name), table.RowCount)).ToArray();
        for (var first = 0; first < table.RowCount; first += TileRows)
        {
            var (rows, start) = (Math.Min(TileRows, table.RowCount - first), first * width);
            for (var index = 0; index < columns.Length; index++)
            {
                Columns[index].Transform(columns[index], first, rows, inputs[start..], width, onProblem);
                start += Columns[index].Width;
            }
        }
    }

    /// <summary>Fits the preprocessing on rows of one table, or of several tables together.</summary>
    /// <param name="spec">The settings.</param>
    /// <param name="format">The CSV format of the tables.</param>
    /// <param name="columns">The columns to use.</param>
    /// <param name="parts">The tables, each with the indices of the rows to fit on.</param>
    public static TablePreprocessing Fit(
        PreprocessingSpec spec, CsvFormat format, IReadOnlyList<ColumnSchema> columns, params IReadOnlyList<(Table Table, long[] Rows)> parts)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return new TablePreprocessing(format, [.. columns.Select(column => Fit(spec, column, parts))])
        {
            PassedOver =
            [
                .. parts.SelectMany(part => part.Table.Columns.Select(column => column.Name).Concat(part.Table.OmittedColumns))
                    .Except(columns.Select(column => column.Name)),
            ],
        };
    }

    private static InputColumn Fit(PreprocessingSpec spec, ColumnSchema schema, IReadOnlyList<(Table Table, long[] Rows)> parts)
    {
        var input = new InputColumn { Name = schema.Name, Type = schema.Type, Format = schema.Format };
        var columns = parts.Select(part => (Column: part.Table.Find(schema.Name), part.Rows)).ToArray();
        return schema.Type switch
        {
            ColumnType.Numeric => input with
            {
                Number = FitNumbers(spec, [.. PartsOf<NumberColumn>()]),
            },
            ColumnType.Date => input with
            {
                Date = DateEncoding.Fit(PartsOf<DateColumn>()
                    .SelectMany(part => part.Rows.Select(row => part.Column.Ticks[row]))
                    .Where(moment => moment != DateColumn.Missing)),
            },
            _ => input with
            {
                Category = CategoryEncoding.Fit(
                    PartsOf<CategoryColumn>().SelectMany(part => CountCategories(part.Column, part.Rows)),
                    spec.MaximumCategories,
                    spec.MinimumCategoryRows,
                    ValueComparer.For(schema.Type)),
            },
        };

        IEnumerable<(T Column, long[] Rows)> PartsOf<T>()
            where T : Column => columns.Where(part => part.Column is T).Select(part => ((T)part.Column!, part.Rows));
    }

    private static NumberEncoding FitNumbers(PreprocessingSpec spec, IReadOnlyList<(NumberColumn Column, long[] Rows)> parts)
    {
        var numbers = ListNumbers(parts);
        return NumberEncoding.Fit(numbers, spec, hasMissing: numbers.Count < parts.Sum(part => part.Rows.Length));
    }

    private static List<double> ListNumbers(IEnumerable<(NumberColumn Column, long[] Rows)> parts)
    {
        var numbers = new List<double>();
        foreach (var (column, rows) in parts)
        {
            numbers.EnsureCapacity(numbers.Count + rows.Length);
            foreach (var row in rows)
            {
                var number = column[row];
                if (!double.IsNaN(number))
                {
                    numbers.Add(number);
                }
            }
        }

        return numbers;
    }

    private static IEnumerable<KeyValuePair<string, int>> CountCategories(CategoryColumn column, long[] rows)
    {
        var counts = new int[column.Categories.Count];
        foreach (var row in rows)
        {
            if (column.Codes[row] is not CategoryColumn.Missing and var code)
            {
                counts[code]++;
            }
        }

        return counts.Index().Where(count => count.Item > 0).Select(count => KeyValuePair.Create(column.Categories[count.Index], count.Item));
    }
}
