using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Tables.Columns;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Explanations;

/// <summary>Chooses the values of a column at which an effect is computed, among the values that rows have.</summary>
internal static class EffectGrid
{
    /// <summary>Returns the value of a cell: a number, a date, a text, or null if it is missing.</summary>
    public static IComparable? ReadCell(Column? column, long row) => column switch
    {
        NumberColumn numbers => double.IsNaN(numbers[row]) ? null : numbers[row],
        DateColumn dates => dates.Ticks[row] == DateColumn.Missing ? null : new DateTime(dates.Ticks[row], DateTimeKind.Utc),
        CategoryColumn categories => categories.Codes[row] == CategoryColumn.Missing ? null : categories.Categories[categories.Codes[row]],
        _ => null,
    };

    /// <summary>Chooses points.</summary>
    /// <param name="cells">The values of a column, one per row.</param>
    /// <param name="maximum">The maximum number of points, besides the missing value.</param>
    /// <returns>The points, and for each a row that has its value.</returns>
    public static (IReadOnlyList<EffectPoint> Points, IReadOnlyList<int> Rows) Choose(IReadOnlyList<IComparable?> cells, int maximum)
    {
        int[] known = [.. Enumerable.Range(0, cells.Count).Where(row => cells[row] is not null)];
        var chosen = known.Length > 0 && cells[known[0]] is string ? ChooseCategories(cells, known, maximum) : ChooseOrdered(cells, known, maximum);
        var missing = cells.Count - known.Length;
        if (missing > 0)
        {
            chosen.Add((new EffectPoint(null, null, missing), Enumerable.Range(0, cells.Count).First(row => cells[row] is null)));
        }

        return ([.. chosen.Select(each => each.Point)], [.. chosen.Select(each => each.Row)]);
    }

    private static List<(EffectPoint Point, int Row)> ChooseCategories(IReadOnlyList<IComparable?> cells, int[] known, int maximum) =>
    [
        .. known.GroupBy(row => (string)cells[row]!, StringComparer.Ordinal)
            .OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal).Take(maximum)
            .Select(group => (new EffectPoint(null, group.Key, group.Count()), group.First())),
    ];

    private static List<(EffectPoint Point, int Row)> ChooseOrdered(IReadOnlyList<IComparable?> cells, int[] known, int maximum)
    {
        int[] sorted = [.. known.OrderBy(row => cells[row])];
        int[] distinct = [.. sorted.DistinctBy(row => cells[row])];
        int[] rows = distinct.Length <= maximum ? distinct :
        [
            .. Enumerable.Range(0, maximum).Select(place => sorted[(int)Math.Round((double)place * (sorted.Length - 1) / (maximum - 1))])
                .DistinctBy(row => cells[row]),
        ];
        var positions = Array.ConvertAll(rows, row => PositionOf(cells[row]!));
        var counts = new int[rows.Length];
        var nearest = 0;
        foreach (var row in sorted)
        {
            var position = PositionOf(cells[row]!);
            while (nearest + 1 < rows.Length && positions[nearest + 1] - position < position - positions[nearest])
            {
                nearest++;
            }

            counts[nearest]++;
        }

        return [.. rows.Select((row, place) => (ToPoint(cells[row]!, counts[place]), row))];
    }

    private static double PositionOf(IComparable cell) => cell is DateTime date ? date.Ticks : (double)cell;

    private static EffectPoint ToPoint(IComparable cell, int rows) => cell is DateTime date
        ? new EffectPoint(null, date.ToString(date.TimeOfDay == TimeSpan.Zero ? "yyyy-MM-dd" : "s", CultureInfo.InvariantCulture), rows)
        : new EffectPoint(ShortestNumber.Of((double)cell), null, rows);
}
