using LearnML.Training.Evaluation;

namespace LearnML.Training.Fitting.Splitting;

/// <summary>Divides units of rows into strata, which are shared out evenly: the classes, or ranges of a numeric target.</summary>
internal static class Strata
{
    private const int MaximumRanges = 10;

    /// <summary>Returns the most frequent class of each unit, the lowest if several are.</summary>
    public static int[] ByClass(RowUnits units, Targets targets)
    {
        var counts = new int[targets.Classes.Max() + 1];
        var classes = new int[units.Count];
        for (var unit = 0; unit < units.Count; unit++)
        {
            Array.Clear(counts);
            foreach (var row in units.RowsOf(unit))
            {
                counts[targets.Classes[row]]++;
            }

            classes[unit] = Array.IndexOf(counts, counts.Max());
        }

        return classes;
    }

    /// <summary>
    /// Returns the range of each unit's mean target, from 0: up to ten ranges with the same number of units, but not more than there are units to
    /// hold out, and with at least two units each.
    /// </summary>
    /// <param name="units">The units.</param>
    /// <param name="targets">The target of each row.</param>
    /// <param name="order">The units in random order, which decides between equal targets.</param>
    /// <param name="holdout">The number of rows to hold out.</param>
    public static int[] ByRange(RowUnits units, Targets targets, int[] order, int holdout)
    {
        var unitsToHoldOut = (int)((long)holdout * units.Count / units.RowCount);
        var count = Math.Max(1, Math.Min(Math.Min(MaximumRanges, unitsToHoldOut), units.Count / 2));
        var ranges = new int[units.Count];
        foreach (var (rank, unit) in SortByTarget(units, targets, order).Index())
        {
            ranges[unit] = (int)((long)rank * count / units.Count);
        }

        return ranges;
    }

    /// <summary>Returns the units by ascending mean target. Units with equal targets keep their order.</summary>
    public static int[] SortByTarget(RowUnits units, Targets targets, int[] order)
    {
        var means = new double[units.Count];
        for (var unit = 0; unit < units.Count; unit++)
        {
            foreach (var row in units.RowsOf(unit))
            {
                means[unit] += (double)targets.Values[row] / units.SizeOf(unit);
            }
        }

        return [.. order.OrderBy(unit => means[unit])];
    }
}
