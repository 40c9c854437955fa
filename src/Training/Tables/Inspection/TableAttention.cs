using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Tables.Csv;
using LearnML.Training.Tables.Inspection.Footers;
using LearnML.Training.Tables.Reading;

namespace LearnML.Training.Tables.Inspection;

/// <summary>Lists the doubts about a whole table: its header, its last row, its equal rows and its columns.</summary>
/// <param name="options">What the caller says about the table.</param>
/// <param name="format">The format of the file.</param>
/// <param name="scanner">The scanner, after both passes.</param>
/// <param name="footer">What stands at the end of the file.</param>
internal sealed class TableAttention(InspectionOptions options, CsvFormat format, CsvScanner scanner, Footer footer)
{
    /// <summary>The share of rows above which equal rows are more than chance.</summary>
    private const double MinimumRepeatedShare = 0.05;

    /// <summary>Lists the doubts, those about columns in the order of the file.</summary>
    public IReadOnlyList<Attention> List(IReadOnlyList<InspectedColumn> columns, RepeatedRows repeatedRows) =>
    [
        .. ListNotRead(),
        .. ListEncoding(),
        .. ListTitle(),
        .. ListHeader(columns),
        .. ListFooter(columns),
        .. ListRepeatedRows(repeatedRows),
        .. ListMissingValues(columns),
        .. ListMissingTexts(columns),
        .. columns.Where(column => !options.Excluded.Contains(column.Name))
            .SelectMany(column => new ColumnAttention(column, options, format).List()),
    ];

    private IEnumerable<Attention> ListNotRead()
    {
        if (options.Source is { NotRead: { Count: > 0 } others } source)
        {
            yield return new Attention
            {
                Kind = AttentionKind.NotRead,
                Cells = 0,
                Examples = [.. others.Take(5)],
                Message = source.Sheet is null
                    ? $"These files of the archive are no tables and were not read: {List(others)}."
                    : $"Only the sheet '{source.Sheet}' was read, and not {List(others)}. "
                        + "To read another sheet, upload the file again with \"sheet\".",
            };
        }
    }

    private static string List(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(5).Select(name => $"'{name}'")) + (names.Count > 5 ? ", ..." : "");

    private IEnumerable<Attention> ListEncoding()
    {
        if (options.Encoding is null && format.Encoding is CsvEncoding.Latin1 or CsvEncoding.Windows1252)
        {
            yield return new Attention
            {
                Kind = AttentionKind.Encoding,
                Cells = 0,
                Message = $"The bytes of the file are not UTF-8, so its letters are read as {format.Encoding}, the code of Western Europe. "
                    + "If letters look wrong, save the file as UTF-8, or upload it again with \"encoding\".",
            };
        }
    }

    private IEnumerable<Attention> ListTitle()
    {
        if (format.TitleLines > 0)
        {
            yield return new Attention
            {
                Kind = AttentionKind.Header,
                Cells = format.TitleLines,
                Lines = [.. Enumerable.Range(1, Math.Min(5, format.TitleLines))],
                Examples = [.. scanner.TitleTexts.Take(5)],
                Message = format.TitleLines == 1
                    ? $"The first line, '{scanner.TitleTexts[0]}', is a title or a comment, and is left out."
                    : $"The first {format.TitleLines} lines, which begin with '{scanner.TitleTexts[0]}', are a title or comments, and are left out.",
            };
        }
    }

    private IEnumerable<Attention> ListHeader(IReadOnlyList<InspectedColumn> columns)
    {
        if (options.Settings.Header is not null || (format.Header && options.Target is not null))
        {
            yield break;
        }

        var names = scanner.ColumnNames;
        var reason = !format.Header
            ? columns.All(column => column.Reading.Type is ColumnType.Categorical or ColumnType.Boolean)
                ? $"The first row is read as data, because its texts occur below or are no names; the columns are named {names[0]}, ..." : null
            : names.Any(name => double.TryParse(name, out _)) ? "The first row has numbers, and is read as the names of the columns."
            : columns.FirstOrDefault(column => column.Statistics.CountOf(column.Name) > 0) is { } repeated
                ? $"The first row is read as the names of the columns, but '{repeated.Name}' is also a value of its column."
            : null;
        if (reason is not null)
        {
            yield return new Attention
            {
                Kind = AttentionKind.Header,
                Cells = 1,
                Lines = [format.TitleLines + 1],
                Examples = format.Header ? [.. names.Take(5)] : [],
                Message = reason,
                Action = new AttentionAction { Dataset = new DatasetPatch { Header = !format.Header } },
            };
        }
    }

    private IEnumerable<Attention> ListFooter(IReadOnlyList<InspectedColumn> columns)
    {
        if (options.Settings.FooterRows is null && footer.Rows > 0)
        {
            yield return new Attention
            {
                Kind = AttentionKind.TotalRow,
                Cells = footer.Rows,
                Lines = [.. Enumerable.Range(scanner.LastLine + 1, Math.Min(5, footer.Rows))],
                Message = footer.Rows == 1 ? "The last row is a total of the others or a note, and is left out."
                    : $"The last {footer.Rows} rows are a total of the others or notes, and are left out.",
                Action = new AttentionAction { Dataset = new DatasetPatch { FooterRows = 0 } },
            };
        }

        if (footer.TotalColumn is { } index && columns[index].Statistics.CountOf(footer.TotalLabel) == 1)
        {
            yield return new Attention
            {
                Kind = AttentionKind.TotalRow,
                Cells = 1,
                Lines = [scanner.LastLine],
                Examples = [footer.TotalLabel],
                Message = $"The last row has the label '{footer.TotalLabel}', but its numbers are not the sums of the others, so it is kept.",
                Action = new AttentionAction { Dataset = new DatasetPatch { FooterRows = footer.Rows + 1 } },
            };
        }
    }

    private IEnumerable<Attention> ListRepeatedRows(RepeatedRows rows)
    {
        if (rows.Count > MinimumRepeatedShare * scanner.RowCount)
        {
            yield return new Attention
            {
                Kind = AttentionKind.RepeatedRows,
                Cells = rows.Count,
                Lines = [rows.FirstLine],
                Message = string.Create(CultureInfo.InvariantCulture, $"{rows.Count} of {scanner.RowCount} rows are equal to a row above them."),
            };
        }
    }

    /// <summary>Lists the texts that mean a missing value in the whole file, if they occur in columns of texts, where they may be values.</summary>
    private IEnumerable<Attention> ListMissingTexts(IReadOnlyList<InspectedColumn> columns)
    {
        var texts = columns.Where(column => column.Statistics.FileMarks.Count > 0 && !options.Excluded.Contains(column.Name)).ToArray();
        if (texts.Length > 0 && options.Settings.MissingMarks is null)
        {
            var cells = texts[0].Statistics.FileMarks;
            var where = texts.Length == 1 ? $"the column {texts[0].Name}" : $"{texts.Length} columns of texts, such as {texts[0].Name},";
            yield return new Attention
            {
                Column = texts.Length == 1 ? texts[0].Name : null,
                Kind = AttentionKind.MissingMark,
                Cells = texts.Sum(column => column.Statistics.FileMarks.Count),
                Lines = cells.Lines,
                Examples = cells.Texts,
                Message = $"In {where} {cells.ListTexts()} is read as missing. If it is a value, set missingMarks without it.",
                Action = new AttentionAction { Dataset = new DatasetPatch { MissingMarks = [] } },
            };
        }
    }

    /// <summary>Lists the columns with empty cells. Cells with a text that is read as missing have a doubt of their own.</summary>
    private IEnumerable<Attention> ListMissingValues(IReadOnlyList<InspectedColumn> columns)
    {
        var features = columns
            .Where(column => column.IsUsable && column.Statistics is { EmptyCount: > 0, DistinctCount: not 1 })
            .Where(column => column.Name != options.Target && !options.Excluded.Contains(column.Name)).ToArray();
        if (features.Length > 0)
        {
            yield return new Attention
            {
                Kind = AttentionKind.MissingValues,
                Cells = features.Sum(column => column.Statistics.EmptyCount),
                Examples = [.. features.Take(5).Select(column => column.Name)],
                Message = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{features.Length} {(features.Length == 1 ? "column has" : "columns have")} cells without a value. "
                        + $"A missing number or date is filled with the mean; a missing category has an input of its own."),
            };
        }
    }
}
