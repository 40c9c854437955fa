using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Inspection.Evidence;
using LearnML.Training.Tables.Inspection.Footers;
using LearnML.Training.Tables.Reading;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tables.Inspection;

/// <summary>Profiles a CSV file in two passes: the first decides how its columns are read, the second computes their statistics.</summary>
public sealed class TableInspector
{
    /// <summary>
    /// The number of distinct values is an estimate if it is large. If it is above this share of all values, they count as all distinct.
    /// </summary>
    public const double AllDistinctShare = 0.95;

    private readonly InspectionOptions options;
    private readonly CsvFormat format;
    private readonly MissingMarks fileMarks;
    private readonly TableProblemCollector problems;
    private readonly CsvScanner scanner;

    private TableInspector(string path, string fileName, InspectionOptions options, CancellationToken cancellationToken)
    {
        this.options = options;
        format = CsvSniffer.Sniff(path, fileName, options.Format, options.Target, options.MaximumColumns);
        (fileMarks, problems) = (new MissingMarks(format.MissingMarks), new TableProblemCollector(fileName));
        scanner = new CsvScanner(path, format, problems, options.MaximumColumns, cancellationToken);
    }

    /// <summary>Returns the profile of a file: its format, columns, types, statistics and doubts.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="fileName">The file's name for error messages.</param>
    /// <param name="options">What the caller says about the table.</param>
    /// <param name="cancellationToken">Cancels the inspection.</param>
    /// <exception cref="TableFormatException">The file is not a table that can be trained on. The exception lists up to 20 problems.</exception>
    public static TableProfile Inspect(string path, string fileName, InspectionOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new TableInspector(path, fileName, options, cancellationToken).Inspect();
    }

    /// <summary>Returns the memory that the inspection of a file takes at most, in bytes.</summary>
    /// <param name="path">The file's path.</param>
    public static long EstimateMemory(string path) => ColumnBudget.EstimateMemory(new FileInfo(path).Length);

    private TableProfile Inspect()
    {
        scanner.ReadColumnNames();
        new ColumnNameCheck(problems, format, options).Check(scanner.ColumnNames);
        var (inferences, footer) = InferTypes();
        var defaults = ChooseDefaults(inferences);
        var budget = ColumnBudget.For(scanner.ColumnNames.Length);
        var columns = scanner.ColumnNames.Zip(inferences, (name, inference) =>
            new InspectedColumn(name, inference, GetRequestedType(name), defaults, fileMarks, budget)).ToArray();
        var repeatedRows = new RepeatedRows(format.Delimiter, columns[0].Inference.IsRowNumber);
        var statistics = Array.ConvertAll(columns, column => column.Statistics);
        scanner.VisitCells((line, column, text) => statistics[column].Add(line, text), repeatedRows.Add);
        repeatedRows.Complete();
        new RequestedTypeCheck(problems, options.MaximumInvalidShare).Check(columns);
        new ColumnTypeRefinement(options).Refine(columns);

        var excluded = options.Excluded.ToHashSet(StringComparer.Ordinal);

        // Detected missing marks are those that occur in the file. Marks that the caller sets are all kept.
        var fileFormat = format with
        {
            DecimalMark = defaults.DecimalMark,
            FooterRows = footer.Rows,
            MissingMarks = options.Format.MissingMarks ?? fileMarks.Found,
        };
        return new TableProfile(fileFormat, scanner.RowCount, [.. columns.Select(column => column.ToProfile(excluded.Contains(column.Name)))])
        {
            Settings = options.Settings,
            Source = options.Source,
            Attention = new TableAttention(options, fileFormat, scanner, footer).List(columns, repeatedRows),
        };
    }

    /// <summary>Visits all cells once, and once more without the last rows if these are not data.</summary>
    private (ColumnTypeInference[] Inferences, Footer Footer) InferTypes()
    {
        var lastRows = new LastRows();
        var inferences = VisitAll();
        var footer = options.Settings.FooterRows is { } set ? new Footer(set) : DetectFooter(inferences, lastRows);
        CheckRows(footer.Rows);
        problems.ThrowIfAny();
        if (footer.Rows > 0)
        {
            scanner.MaximumRows = scanner.RowCount - footer.Rows;
            inferences = VisitAll();
        }

        new ColumnNameCheck(problems, format, options).CheckUnnamed(scanner.UnnamedColumns, inferences);
        problems.ThrowIfAny();
        return (inferences, footer);

        ColumnTypeInference[] VisitAll()
        {
            var all = scanner.ColumnNames.Select(name => new ColumnTypeInference(name, fileMarks)).ToArray();
            scanner.VisitCells((_, column, text) => all[column].Add(text), (_, text) => lastRows.Add(text));
            return all;
        }
    }

    private Footer DetectFooter(ColumnTypeInference[] inferences, LastRows lastRows)
    {
        var defaults = ChooseDefaults(inferences);
        var shortRows = scanner.ShortLastRows.Count;
        var footer = new FooterDetector(
            Array.ConvertAll(inferences, inference => inference.Choose(null, defaults)),
            Array.ConvertAll(inferences, inference => inference.MissingCount),
            scanner.RowCount - shortRows,
            defaults.DecimalMark).Detect(lastRows.ReadFromEnd(format));
        return footer with { Rows = footer.Rows + shortRows };
    }

    private void CheckRows(int footerRows)
    {
        foreach (var problem in scanner.ShortLastRows.SkipLast(footerRows))
        {
            problems.Add(problem);
        }

        if (scanner.RowCount == 0)
        {
            problems.Add(null, null, format.Header ? "it has no rows below its header" : "it has no rows");
        }
        else if (scanner.RowCount <= footerRows)
        {
            problems.Add(new TableProblem(null, null, string.Create(
                CultureInfo.InvariantCulture, $"footerRows is {footerRows}, but the table has only {scanner.RowCount} rows"))
            {
                Setting = "footerRows",
            });
        }
    }

    /// <summary>Chooses the decimal separator that more columns show, and the readings to use where a column fits several.</summary>
    private AmbiguityDefaults ChooseDefaults(ColumnTypeInference[] inferences)
    {
        var set = options.Format.DecimalMark;
        var decimalMark = set ?? (inferences.Count(column => column.ShowsComma) > inferences.Count(column => column.ShowsPoint) ? ',' : '.');
        return new AmbiguityDefaults(decimalMark, set is not null, decimalMark == ',' || format.Delimiter == ';', options.Settings.DateOrder);
    }

    private ColumnType? GetRequestedType(string name) => options.Types.TryGetValue(name, out var type) ? type : null;
}
