using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Tables.Csv;

namespace LearnML.Training.Tables.Inspection;

/// <summary>Lists the doubts about a whole table: its header, its last row, its equal rows and its columns.</summary>
/// <param name="options">What the caller says about the table.</param>
/// <param name="format">The format of the file.</param>
/// <param name="scanner">The scanner, after both passes.</param>
internal sealed class TableAttention(InspectionOptions options, CsvFormat format, CsvScanner scanner)
{
    /// <summary>The share of rows above which equal rows are more than chance.</summary>
    private const double MinimumRepeatedShare = 0.05;

    /// <summary>Lists the doubts, those about columns in the order of the file.</summary>
    public IReadOnlyList<Attention> List(IReadOnlyList<InspectedColumn> columns, RepeatedRows repeatedRows) =>
    [
        .. ListNotRead(),
        .. ListHeader(),
        .. ListTotalRow(),
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
                    ? $"The archive also has {others.Count} other files, which are no tables and were not read."
                    : $"The workbook also has {others.Count} other sheets. Only '{source.Sheet}' was read; to read another, upload the file again "
                        + "with \"sheet\".",
            };
        }
    }

    private IEnumerable<Attention> ListHeader()
    {
        var names = scanner.ColumnNames;
        if (options.Settings.Header is null && format.Header && options.Target is null && names.Any(name => double.TryParse(name, out _)))
        {
            yield return new Attention
            {
                Kind = AttentionKind.Header,
                Cells = 1,
                Lines = [1],
                Examples = [.. names.Take(5)],
                Message = "The first row has numbers, and is read as the names of the columns.",
                Action = new AttentionAction { Dataset = new DatasetPatch { Header = false } },
            };
        }
    }

    private IEnumerable<Attention> ListTotalRow()
    {
        if (options.Settings.FooterRows is null && format.FooterRows > 0)
        {
            yield return new Attention
            {
                Kind = AttentionKind.TotalRow,
                Cells = format.FooterRows,
                Lines = [scanner.LastLine + 1],
                Message = "The last row is a total of the others, and is left out.",
                Action = new AttentionAction { Dataset = new DatasetPatch { FooterRows = 0 } },
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

    private IEnumerable<Attention> ListMissingValues(IReadOnlyList<InspectedColumn> columns)
    {
        var features = columns
            .Where(column => column.IsUsable && column.Statistics is { MissingCount: > 0, DistinctCount: not 1 })
            .Where(column => column.Name != options.Target && !options.Excluded.Contains(column.Name)).ToArray();
        if (features.Length > 0)
        {
            yield return new Attention
            {
                Kind = AttentionKind.MissingValues,
                Cells = features.Sum(column => column.Statistics.MissingCount),
                Examples = [.. features.Take(5).Select(column => column.Name)],
                Message = string.Create(
                    CultureInfo.InvariantCulture,
                    $"{features.Length} {(features.Length == 1 ? "column has" : "columns have")} cells without a value. "
                        + $"A missing number or date is filled with the mean; a missing category has an input of its own."),
            };
        }
    }
}
