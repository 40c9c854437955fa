using System.Globalization;
using LearnML.Contracts;

namespace LearnML.Training.Tables.Inspection;

/// <summary>Lists the doubts about one column.</summary>
/// <param name="column">The column, after both passes.</param>
/// <param name="options">What the caller says about the table.</param>
/// <param name="format">The format of the file.</param>
internal sealed class ColumnAttention(InspectedColumn column, InspectionOptions options, CsvFormat format)
{
    private ColumnStatistics Statistics => column.Statistics;

    /// <summary>Lists the doubts.</summary>
    public IEnumerable<Attention> List() =>
    [
        .. ListReading(),
        .. ListCells(),
        .. ListUse(),
        .. column.Name == options.Target ? TargetAttention.List(column.ToProfile(excluded: false)) : [],
    ];

    /// <summary>Lists the doubts about how the column is read.</summary>
    private IEnumerable<Attention> ListReading()
    {
        if (column.Reading.AmbiguousNumber is { } number)
        {
            var isComma = (column.Reading.Format?.DecimalMark ?? format.DecimalMark) == ',';
            var mark = number.Contains(',', StringComparison.Ordinal) ? "comma" : "point";
            var reading = isComma == (mark == "comma") ? "the decimal mark" : "a mark between thousands";
            yield return Create(AttentionKind.DecimalMark, Statistics.Count, $"the {mark} in '{number}' is read as {reading}") with
            {
                Examples = [number],
                Action = Patch(new DatasetPatch { DecimalMark = isComma ? '.' : ',' }),
            };
        }

        if (column.Reading.Format?.Unit is { } unit)
        {
            var cells = column.Reading.CellsWithUnit;
            var others = Statistics.Count - cells;
            yield return Create(AttentionKind.Unit, cells, others <= 0
                ? $"the unit '{unit}' is left out of the numbers"
                : $"{cells} cells have the unit '{unit}' and {others} have none; all are read as the same numbers without it") with
            {
                Examples = [unit],
            };
        }

        if (column.Reading.HasFactors)
        {
            yield return Create(AttentionKind.Unit, Statistics.Count, "a k behind a number is read as thousands, and an M as millions") with
            {
                Action = SetType(ColumnType.Categorical),
            };
        }

        if (column.Reading.AmbiguousDate is { } date)
        {
            var order = column.Reading.Format?.DateOrder ?? DateOrder.DayFirst;
            var (first, other) = order == DateOrder.DayFirst ? ("day", DateOrder.MonthFirst) : ("month", DateOrder.DayFirst);
            yield return Create(AttentionKind.DateOrder, Statistics.Count, $"the dates, such as '{date}', are read with the {first} first") with
            {
                Examples = [date],
                Action = Patch(new DatasetPatch { DateOrder = other }),
            };
        }

        if (column.Reading.IsCode)
        {
            yield return Create(
                AttentionKind.Code, Statistics.Count, "the digits are read as text, because they look like codes and not like amounts") with
            {
                Examples = [.. (Statistics.MostFrequent ?? []).Take(3).Select(entry => entry.Value)],
                Action = SetType(ColumnType.Numeric),
            };
        }
    }

    /// <summary>Lists the cells that are read as missing although they have a text.</summary>
    private IEnumerable<Attention> ListCells()
    {
        if (Statistics.Invalid is { Count: > 0 } invalid)
        {
            yield return Create(AttentionKind.InvalidCells, invalid,
                DescribeMissing(invalid));
        }

        if (Statistics.ColumnMarks is { Count: > 0 } marks)
        {
            yield return Create(AttentionKind.MissingMark, marks,
                DescribeMissing(marks));
        }

        foreach (var group in Statistics.SimilarCategories.Take(5))
        {
            var texts = string.Join(" and ", group.Select(category => $"'{category.Value}'"));
            yield return Create(
                AttentionKind.Spelling,
                group.Sum(category => category.Count),
                $"{texts} differ only by case or spaces, but are different values") with
            {
                Examples = [.. group.Take(5).Select(category => category.Value)],
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
            yield return Create(AttentionKind.Identifier, count, isNumber
                ? "left out, because it numbers the rows" : "left out as an identifier, because every row has a different text") with
            {
                Action = SetType(column.Reading.Type),
            };
        }
        else if (column.Type == ColumnType.Constant)
        {
            yield return Create(AttentionKind.Constant, count, count == 0
                ? "left out, because it has no values" : "left out, because every row has the same value");
        }
        else if (column.Reading.Type != ColumnType.Boolean && Statistics.DistinctCount == 1 && column.Type == ColumnType.Boolean)
        {
            yield return Create(
                AttentionKind.OneValue, count, $"has one value, and {Statistics.MissingCount} rows without it, so it is read as yes and no");
        }
        else if (column is { Type: ColumnType.Numeric, Reading.IsWhole: true, Inference.HasIdentifierName: true }
            && column.Name != options.Target && Statistics is { MissingCount: 0, AreAllDistinct: true })
        {
            yield return Create(AttentionKind.LikelyIdentifier, count,
                "has a different whole number in every row, as identifiers do, but is used as a number") with
            {
                Action = Patch(new DatasetPatch { Exclude = [.. options.Excluded, column.Name] }),
            };
        }
    }

    private string DescribeMissing(CellExamples cells)
    {
        var isDate = column.Reading.Type == ColumnType.Date;
        var (kind, kinds) = isDate ? ("a date", "dates") : ("a number", "numbers");
        var lines = string.Join(", ", cells.Lines.Select(line => line.ToString(CultureInfo.InvariantCulture)));
        var more = cells.Count > cells.Lines.Count ? ", ..." : "";
        var what = cells.Count == 1 ? $"is not {kind}" : $"are not {kinds}";
        return $"{cells.Count} of {cells.Count + Statistics.Count} cells {what} "
            + $"({(cells.Lines.Count > 1 ? "lines" : "line")} {lines}{more}: {cells.ListTexts()}), "
            + $"and {(cells.Count == 1 ? "is" : "are")} read as missing";
    }

    private Attention Create(AttentionKind kind, CellExamples cells, string message) =>
        Create(kind, cells.Count, message) with { Lines = cells.Lines, Examples = cells.Texts, Action = SetType(ColumnType.Categorical) };

    private Attention Create(AttentionKind kind, int cells, string message) => new()
    {
        Column = column.Name,
        Kind = kind,
        Cells = cells,
        Message = string.Create(CultureInfo.InvariantCulture, $"{column.Name}: {message}."),
    };

    private AttentionAction SetType(ColumnType type) =>
        Patch(new DatasetPatch { Columns = new Dictionary<string, ColumnType> { [column.Name] = type } });

    private static AttentionAction Patch(DatasetPatch patch) => new() { Dataset = patch };
}
