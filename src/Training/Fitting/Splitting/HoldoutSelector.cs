namespace LearnML.Training.Fitting.Splitting;

/// <summary>Selects the rows of a random holdout.</summary>
internal static class HoldoutSelector
{
    /// <summary>
    /// Holds out whole units in random order, each if it brings the rows of its stratum nearer to their quota. At least one unit of each stratum is
    /// not held out. If no unit is near enough, the smallest is held out.
    /// </summary>
    /// <param name="units">The units of rows, at least two.</param>
    /// <param name="order">The units in random order.</param>
    /// <param name="strata">The stratum of each unit, from 0.</param>
    /// <param name="holdout">The number of rows to hold out, less than there are.</param>
    /// <returns>The rows to train on and the rows to validate on; no rows to validate on if every stratum has only one unit.</returns>
    public static (int[] Train, int[] Validation) Select(RowUnits units, int[] order, int[] strata, int holdout)
    {
        var (rows, unitsLeft) = (new int[strata.Max() + 1], new int[strata.Max() + 1]);
        for (var unit = 0; unit < units.Count; unit++)
        {
            rows[strata[unit]] += units.SizeOf(unit);
            unitsLeft[strata[unit]]++;
        }

        var quotas = HoldoutQuotas.Divide(rows, unitsLeft, holdout);
        var isHeldOut = new bool[units.Count];
        foreach (var unit in order)
        {
            var (stratum, size) = (strata[unit], units.SizeOf(unit));
            if (unitsLeft[stratum] > 1 && size < 2L * quotas[stratum])
            {
                isHeldOut[unit] = true;
                unitsLeft[stratum]--;
                quotas[stratum] -= size;
            }
        }

        if (!isHeldOut.Contains(true) && order.Where(unit => unitsLeft[strata[unit]] > 1).ToArray() is { Length: > 0 } candidates)
        {
            isHeldOut[candidates.MinBy(units.SizeOf)] = true;
        }

        return (units.RowsOf(order.Where(unit => !isHeldOut[unit])), units.RowsOf(order.Where(unit => isHeldOut[unit])));
    }
}
