using System.Globalization;
using LearnML.Contracts;

namespace LearnML.Training.Tables.Inspection;

/// <summary>Lists the doubts about one column.</summary>
/// <param name="column">The column, after both passes.</param>
/// <param name="options">What the caller says about the table.</param>
/// <param name="format">The format of the file.</param>
internal sealed class ColumnAttention(InspectedColumn column, InspectionOptions options, CsvFormat format)
{
    private const int MaximumClassCount = 20;
    private const int MinimumRowsOfClass = 5;

    private ColumnStatistics Statistics => column.Statistics;

    /// <summary>Lists the doubts.</summary>
    public IEnumerable<Attention> List() =>
    [
        .. ListReading(),
        .. ListCells(),
        .. ListUse(),
        .. column.Name == options.Target ? ListTarget() : [],
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
        var kind = column.Reading.Type == ColumnType.Date ? "dates" : "numbers";
        if (Statistics.Invalid is { Count: > 0 } invalid)
        {
            yield return Create(AttentionKind.InvalidCells, invalid,
                $"{invalid.Count} of {invalid.Count + Statistics.Count} cells are not {kind} ({Describe(invalid)}), and are read as missing");
        }

        if (Statistics.ColumnMarks is { Count: > 0 } marks)
        {
            yield return Create(AttentionKind.MissingMark, marks,
                $"{marks.Count} of {marks.Count + Statistics.Count} cells are not {kind} ({Describe(marks)}), and are read as missing");
        }

        foreach (var group in Statistics.SimilarCategories.Take(5))
        {
            var texts = string.Join(" and ", group.Select(category => $"'{category.Value}'"));
            yield return Create(
                AttentionKind.Spelling, group.Sum(category => category.Count), $"{texts} differ only by case or spaces, but are different values") with
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

    private IEnumerable<Attention> ListTarget()
    {
        if (Statistics.MissingCount > 0)
        {
            yield return Create(AttentionKind.MissingTarget, Statistics.MissingCount,
                $"{Statistics.MissingCount} rows have no value to predict, and are left out");
        }

        var count = Statistics.DistinctCount;
        if (column.Type == ColumnType.Numeric && column.Reading.IsWhole && count <= MaximumClassCount && count * MinimumRowsOfClass <= Statistics.Count)
        {
            yield return Create(AttentionKind.Task, Statistics.Count,
                $"has {count} different whole numbers, so the task is regression; for classes send the task classification") with
            {
                Action = new AttentionAction { Task = LearningTask.Classification },
            };
        }
    }

    private static string Describe(CellExamples cells)
    {
        var lines = string.Join(", ", cells.Lines.Select(line => line.ToString(CultureInfo.InvariantCulture)));
        var more = cells.Count > cells.Lines.Count ? ", ..." : "";
        return $"{(cells.Lines.Count > 1 ? "lines" : "line")} {lines}{more}: {cells.ListTexts()}";
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
