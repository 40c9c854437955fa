using LearnML.Contracts;

namespace LearnML.Training.Tables.Inspection;

/// <summary>Lists the doubts about one column.</summary>
/// <param name="column">The column, after both passes.</param>
/// <param name="options">What the caller says about the table.</param>
/// <param name="format">The format of the file.</param>
internal sealed class ColumnAttention(InspectedColumn column, InspectionOptions options, CsvFormat format)
{
    private readonly ColumnDoubt doubt = new(column.Name);

    private ColumnStatistics Statistics => column.Statistics;

    /// <summary>Lists the doubts.</summary>
    public IEnumerable<Attention> List() =>
    [
        .. new ReadingAttention(column, options, format).List(),
        .. ListCells(),
        .. ListUse(),
        .. column.Name == options.Target ? TargetAttention.List(column.ToProfile(excluded: false)) : [],
    ];

    /// <summary>Lists the cells that are read as missing although they have a text.</summary>
    private IEnumerable<Attention> ListCells()
    {
        if (Statistics.Invalid is { Count: > 0 } invalid)
        {
            yield return CreateMissing(AttentionKind.InvalidCells, invalid);
        }

        if (Statistics.ColumnMarks is { Count: > 0 } marks)
        {
            yield return CreateMissing(AttentionKind.MissingMark, marks);
        }

        foreach (var group in Statistics.SimilarCategories.Take(5))
        {
            var texts = string.Join(" and ", group.Take(5).Select(category => $"'{CellExamples.Shorten(category.Value)}'"));
            yield return doubt.Create(
                AttentionKind.Spelling,
                group.Sum(category => category.Count),
                $"{texts} differ only by case or spaces, but are different values") with
            {
                Examples = [.. group.Take(5).Select(category => CellExamples.Shorten(category.Value))],
            };
        }
    }

    /// <summary>Lists why the column is left out, or used in another way than expected.</summary>
    private IEnumerable<Attention> ListUse()
    {
        var count = Statistics.Count;
        if (column.Requested is not null)
        {
            yield break;
        }

        if (column.Type == ColumnType.Identifier)
        {
            var isNumber = column.Reading.Type == ColumnType.Numeric;
            yield return doubt.Create(AttentionKind.Identifier, count, isNumber
                ? "left out, because it numbers the rows" : "left out as an identifier, because every row has a different text") with
            {
                Action = doubt.SetType(column.Reading.Type),
            };
        }
        else if (column.Type == ColumnType.Constant)
        {
            yield return doubt.Create(AttentionKind.Constant, count, count == 0
                ? "left out, because it has no values" : "left out, because every row has the same value");
        }
        else if (column.Reading.Type != ColumnType.Boolean && Statistics.DistinctCount == 1 && column.Type == ColumnType.Boolean)
        {
            yield return doubt.Create(
                AttentionKind.OneValue, count, $"has one value, and {Statistics.MissingCount} rows without it, so it is read as yes and no");
        }
        else if (column is { Type: ColumnType.Numeric, Reading.IsWhole: true, Inference.HasIdentifierName: true }
            && column.Name != options.Target && Statistics is { MissingCount: 0, AreAllDistinct: true })
        {
            yield return doubt.Create(AttentionKind.LikelyIdentifier, count,
                "has a different whole number in every row, as identifiers do, but is used as a number") with
            {
                Action = ColumnDoubt.Patch(new DatasetPatch { Exclude = [.. options.Excluded, column.Name] }),
            };
        }
    }

    private Attention CreateMissing(AttentionKind kind, CellExamples cells)
    {
        var isDate = column.Reading.Type == ColumnType.Date;
        var (one, many) = isDate ? ("a date", "dates") : ("a number", "numbers");
        var what = cells.Count == 1 ? $"is not {one}" : $"are not {many}";
        var filled = column.Name == options.Target ? "" : ", so the mean is filled in";
        return doubt.Create(kind, cells,
            $"{cells.Count} of {cells.Count + Statistics.Count} cells {what} ({cells.Describe()}), "
                + $"and {(cells.Count == 1 ? "is" : "are")} read as missing{filled}") with
        {
            Action = doubt.SetType(ColumnType.Categorical),
        };
    }
}
