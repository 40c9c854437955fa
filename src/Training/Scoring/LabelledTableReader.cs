using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Evaluation;
using LearnML.Training.Predicting;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Reading;

namespace LearnML.Training.Scoring;

/// <summary>
/// Reads the labelled rows of a table chunk by chunk, encoded for a model. The table may be in another format than the training table.
/// </summary>
internal sealed class LabelledTableReader : IDisposable
{
    private const string RequestName = "The request's CSV";

    private readonly Predictor predictor;
    private readonly ScoredTable table;
    private readonly TableReader reader;
    private readonly int maximumRows;
    private readonly ColumnProblems problems = new();
    private readonly List<LabelledRows> parts = [];

    private LabelledTableReader(
        Predictor predictor,
        ScoredTable table,
        Stream content,
        string subject,
        CsvFormat format,
        IReadOnlyList<ColumnSchema> columns,
        int maximumColumns,
        int maximumRows)
    {
        (this.predictor, this.table, this.maximumRows, Subject) = (predictor, table, maximumRows, subject);
        reader = new TableReader(content, subject, format, columns, problems.Add, maximumColumns: maximumColumns);
        try
        {
            table.Require(reader.MissingColumns, reader.ColumnNames, subject);
            problems.AddMissing(reader.MissingColumns);
        }
        catch
        {
            reader.Dispose();
            throw;
        }
    }

    /// <summary>The table's name for error messages, as the start of a sentence.</summary>
    public string Subject { get; }

    /// <summary>Opens a CSV file.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="table">The columns that the file needs.</param>
    /// <param name="content">The file, as a seekable stream.</param>
    /// <param name="encoding">The encoding of the file, one of <see cref="CsvFormatReuse.SupportedEncodings"/>; null detects it.</param>
    /// <param name="maximumColumns">The maximum number of columns of the file; as many as the training table had are always read.</param>
    /// <exception cref="TableFormatException">The file is not CSV, or it has no target column.</exception>
    public static LabelledTableReader OpenCsv(Predictor predictor, ScoredTable table, Stream content, string? encoding, int maximumColumns)
    {
        var preprocessing = predictor.Description.Table!;
        var format = CsvFormatReuse.AdaptTo(content, RequestName, preprocessing.Format, table.Columns.Select(column => column.Name), encoding);
        var columns = Math.Max(maximumColumns, preprocessing.Columns.Count + preprocessing.PassedOver.Count);
        return new LabelledTableReader(predictor, table, content, RequestName, format, table.Columns, columns, int.MaxValue);
    }

    /// <summary>Opens the table of a dataset.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="table">The columns that the file needs.</param>
    /// <param name="file">The table.</param>
    /// <param name="name">The name of the dataset.</param>
    /// <exception cref="TableFormatException">The table has no target column.</exception>
    public static LabelledTableReader OpenDataset(Predictor predictor, ScoredTable table, TableFile file, string name)
    {
        ArgumentNullException.ThrowIfNull(file);
        var formats = file.Profile.Columns.ToDictionary(column => column.Name, column => column.Format, StringComparer.Ordinal);
        ColumnSchema[] columns =
            [.. table.Columns.Select(column => formats.TryGetValue(column.Name, out var format) ? column with { Format = format } : column)];
        return new LabelledTableReader(
            predictor, table, File.OpenRead(file.Path), $"The dataset {name}", file.Profile.Format, columns, int.MaxValue, file.Profile.Rows);
    }

    /// <summary>Reads the rows chunk by chunk.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>
    /// The labelled rows of a chunk, counted from its start, and the inputs of all its rows, [rows, inputs], also of those without a label;
    /// and the rows themselves.
    /// </returns>
    /// <exception cref="TableFormatException">A row has no valid weight.</exception>
    public IEnumerable<(LabelledRows Labelled, float[] Inputs, Table Rows)> ReadChunks(CancellationToken cancellationToken)
    {
        for (var first = 0; reader.Read(Math.Min(predictor.MaximumBatchSize, maximumRows - first)) is { RowCount: > 0 } rows; first += rows.RowCount)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var start = first;
            var inputs = predictor.Description.Table!.Transform(rows, problem => problems.Add(problem with { Row = problem.Row + start }));
            var labelled = table.ReadLabels(rows, row => reader.GetLine(start + (int)row), Subject);
            yield return (labelled, inputs, rows);
            parts.Add(labelled with { Rows = Array.ConvertAll(labelled.Rows, row => row + start) });
        }
    }

    /// <summary>Returns all labelled rows that were read, counted from the start of the table, and what was left out or treated as missing.</summary>
    /// <exception cref="TableFormatException">There is no labelled row, or all weights are 0.</exception>
    public (LabelledRows Labelled, IReadOnlyList<string> Warnings) Finish()
    {
        var all = LabelledRows.Concat(parts);
        string[] warnings = [.. all.DescribeLeftOut(table.Target.Name), .. problems.Describe()];
        return all.Rows.Length == 0
            ? throw Problem($"it has no row to score. {string.Join(" ", warnings)}".TrimEnd('.', ' '))
            : all.Targets.TotalWeight > 0
                ? (all, warnings)
                : throw Problem($"all weights in the column '{table.Weight!.Name}' are 0, so no row counts");
    }

    /// <summary>Returns the exception about a problem of the whole table.</summary>
    public TableFormatException Problem(string reason) => new(Subject, [new TableProblem(null, null, reason)]);

    /// <inheritdoc/>
    public void Dispose() => reader.Dispose();
}
