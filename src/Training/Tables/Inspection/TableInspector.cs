using LearnML.Contracts;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Inspection.Evidence;
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

    private TableInspector(string path, string fileName, InspectionOptions options)
    {
        this.options = options;
        format = CsvSniffer.Sniff(path, fileName, options.Format, options.Target, options.MaximumColumns);
        (fileMarks, problems) = (new MissingMarks(format.MissingMarks), new TableProblemCollector(fileName));
        scanner = new CsvScanner(path, format, problems, options.MaximumColumns);
    }

    /// <summary>Returns the profile of a file: its format, columns, types, statistics and doubts.</summary>
    /// <param name="path">The file's path.</param>
    /// <param name="fileName">The file's name for error messages.</param>
    /// <param name="options">What the caller says about the table.</param>
    /// <exception cref="TableFormatException">The file is not a table that can be trained on. The exception lists up to 20 problems.</exception>
    public static TableProfile Inspect(string path, string fileName, InspectionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new TableInspector(path, fileName, options).Inspect();
    }

    private TableProfile Inspect()
    {
        scanner.ReadColumnNames();
        new ColumnNameCheck(problems, format, options).Check(scanner.ColumnNames);
        var (inferences, footerRows) = InferTypes();
        var defaults = ChooseDefaults(inferences);
        var columns = scanner.ColumnNames.Zip(inferences, (name, inference) =>
            new InspectedColumn(name, inference, GetRequestedType(name), defaults, fileMarks)).ToArray();
        var repeatedRows = new RepeatedRows(format.Delimiter, columns[0].Inference.IsRowNumber);
        scanner.VisitCells((line, column, text) => columns[column].Statistics.Add(line, text), repeatedRows.Add);
        new RequestedTypeCheck(problems, options.MaximumInvalidShare).Check(columns);
        new ColumnTypeRefinement(options).Refine(columns);

        var excluded = options.Excluded.ToHashSet(StringComparer.Ordinal);

        // Detected missing marks are those that occur in the file. Marks that the caller sets are all kept.
        var fileFormat = format with
        {
            DecimalMark = defaults.DecimalMark,
            FooterRows = footerRows,
            MissingMarks = options.Format.MissingMarks ?? fileMarks.Found,
        };
        return new TableProfile(fileFormat, scanner.RowCount, [.. columns.Select(column => column.ToProfile(excluded.Contains(column.Name)))])
        {
            Settings = options.Settings,
            Source = options.Source,
            Attention = new TableAttention(options, fileFormat, scanner).List(columns, repeatedRows),
        };
    }

    /// <summary>Visits all cells once, and once more without the last rows if these are not data.</summary>
    private (ColumnTypeInference[] Inferences, int FooterRows) InferTypes()
    {
        var totalRow = new TotalRow();
        var inferences = VisitAll();
        var footerRows = options.Settings.FooterRows ?? (scanner.RowCount > 2 && totalRow.Is(scanner.LastLine) ? 1 : 0);
        if (scanner.RowCount - footerRows <= 0)
        {
            problems.Add(null, null, format.Header ? "it has no rows below its header" : "it has no rows");
        }

        problems.ThrowIfAny();
        if (footerRows > 0)
        {
            scanner.MaximumRows = scanner.RowCount - footerRows;
            inferences = VisitAll();
        }

        return (inferences, footerRows);

        ColumnTypeInference[] VisitAll()
        {
            var all = scanner.ColumnNames.Select(name => new ColumnTypeInference(name, fileMarks)).ToArray();
            scanner.VisitCells((line, column, text) =>
            {
                all[column].Add(text);
                totalRow.Add(line, text);
            });
            return all;
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
