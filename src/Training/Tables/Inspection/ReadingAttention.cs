using LearnML.Contracts;
using LearnML.Training.Tables.Inspection.Evidence;

namespace LearnML.Training.Tables.Inspection;

/// <summary>Lists the doubts about how the cells of one column are read.</summary>
/// <param name="column">The column, after both passes.</param>
/// <param name="options">What the caller says about the table.</param>
/// <param name="format">The format of the file.</param>
internal sealed class ReadingAttention(InspectedColumn column, InspectionOptions options, CsvFormat format)
{
    private readonly ColumnDoubt doubt = new(column.Name);

    private ColumnStatistics Statistics => column.Statistics;

    private ColumnReading Reading => column.Reading;

    /// <summary>Lists the doubts.</summary>
    public IEnumerable<Attention> List() => [.. ListMarks(), .. ListUnits(), .. ListDates(), .. ListTexts()];

    private IEnumerable<Attention> ListMarks()
    {
        if (Reading.AmbiguousNumber is { } number)
        {
            var isComma = (Reading.Format?.DecimalMark ?? format.DecimalMark) == ',';
            var mark = number.Contains(',', StringComparison.Ordinal) ? "comma" : "point";
            var reading = isComma == (mark == "comma") ? "the decimal mark" : "a mark between thousands";
            yield return doubt.Create(AttentionKind.DecimalMark, Statistics.Count, $"the {mark} in '{number}' is read as {reading}") with
            {
                Examples = [number],
                Action = ColumnDoubt.Patch(new DatasetPatch { DecimalMark = isComma ? '.' : ',' }),
            };
        }

        if (Reading.PointGroupExample is { } groups)
        {
            yield return doubt.Create(
                AttentionKind.DecimalMark, Statistics.Count,
                $"the points in '{groups}' are read as marks between thousands; if it is a version or a code, read the column as text") with
            {
                Examples = [groups],
                Action = doubt.SetType(ColumnType.Categorical),
            };
        }

        if (Reading.Brackets > 0)
        {
            yield return doubt.Create(
                AttentionKind.Brackets, Reading.Brackets,
                $"{Count(Reading.Brackets, "cell is a number", "cells are numbers")} in brackets, such as '{Reading.BracketExample}', "
                    + "read as negative, as in accounts") with
            {
                Examples = [Reading.BracketExample!],
                Action = doubt.SetType(ColumnType.Categorical),
            };
        }
    }

    private IEnumerable<Attention> ListUnits()
    {
        if (Reading.Format?.Unit is { } unit)
        {
            var cells = Reading.CellsWithUnit;
            var others = Statistics.Count - cells;
            yield return doubt.Create(AttentionKind.Unit, cells, others <= 0
                ? $"the unit '{unit}' is left out of the numbers"
                : $"{cells} cells have the unit '{unit}' and {others} have none; all are read as the same numbers without it") with
            {
                Examples = [unit],
            };
        }

        if (Reading.HasFactors)
        {
            yield return doubt.Create(AttentionKind.Unit, Statistics.Count, "a k behind a number is read as thousands, and an M as millions") with
            {
                Action = doubt.SetType(ColumnType.Categorical),
            };
        }
    }

    private IEnumerable<Attention> ListDates()
    {
        if (Reading.AmbiguousDate is { } date)
        {
            var order = Reading.Format?.DateOrder ?? DateOrder.DayFirst;
            var (first, other) = order == DateOrder.DayFirst ? ("day", DateOrder.MonthFirst) : ("month", DateOrder.DayFirst);
            yield return doubt.Create(AttentionKind.DateOrder, Statistics.Count, $"the dates, such as '{date}', are read with the {first} first") with
            {
                Examples = [date],
                Action = ColumnDoubt.Patch(new DatasetPatch { DateOrder = other }),
            };
        }

        if (Reading.ShortYears > 0)
        {
            yield return doubt.Create(
                AttentionKind.Century, Reading.ShortYears,
                $"{Count(Reading.ShortYears, "date has a year", "dates have years")} of two digits, such as '{Reading.ShortYearExample}': "
                    + "00 to 68 are read as 2000 to 2068, and 69 to 99 as 1969 to 1999") with
            {
                Examples = [Reading.ShortYearExample!],
            };
        }
    }

    private IEnumerable<Attention> ListTexts()
    {
        if (Reading.IsCode)
        {
            yield return doubt.Create(
                AttentionKind.Code, Statistics.Count, "the digits are read as text, because they look like codes and not like amounts") with
            {
                Examples = [.. (Statistics.MostFrequent ?? []).Take(3).Select(entry => CellExamples.Shorten(entry.Value))],
                Action = doubt.SetType(ColumnType.Numeric),
            };
        }

        if (Reading.NearlyType is { } type && Statistics.Mixed is { Count: > 0 } mixed)
        {
            var kinds = type == ColumnType.Numeric ? "numbers" : "dates or times";
            var share = Math.Ceiling(100.0 * mixed.Count / Statistics.Count) / 100;
            var message = mixed.Count == Statistics.Count
                ? $"the cells look like {kinds}, but none can be read as such ({mixed.Describe()})"
                : $"many cells look like {kinds}, but {mixed.Count} of {Statistics.Count} cannot be read in the same way ({mixed.Describe()})";
            yield return doubt.Create(AttentionKind.MixedCells, mixed, message + ", so the column is read as text") with
            {
                Action = ColumnDoubt.Patch(mixed.Count < Statistics.Count
                    ? new DatasetPatch { Columns = new Dictionary<string, ColumnType> { [column.Name] = type }, MaximumInvalidShare = share }
                    : new DatasetPatch { Exclude = [.. options.Excluded, column.Name] }),
            };
        }
    }

    private static string Count(int count, string one, string many) => count == 1 ? $"1 {one}" : $"{count} {many}";
}
