using LearnML.Training.Randomness;

namespace LearnML.Training.Fitting.Splitting;

/// <summary>Assigns units of rows to the folds of a cross-validation. Each fold gets at least one of at least as many units.</summary>
internal static class FoldAssigner
{
    /// <summary>Returns the fold of each of the rows, from 0: consecutive rows, in folds whose sizes differ by at most one.</summary>
    public static int[] AssignContiguous(int rows, int folds) => [.. Enumerable.Range(0, rows).Select(row => (int)((long)row * folds / rows))];

    /// <summary>
    /// Assigns the units of one stratum after the other, the largest first, each to the fold that has the fewest rows of its stratum, or, if
    /// several have, the fewest rows. Units of one row each go to the folds in turn.
    /// </summary>
    /// <param name="units">The units of rows.</param>
    /// <param name="order">The units in random order.</param>
    /// <param name="strata">The stratum of each unit, from 0.</param>
    /// <param name="folds">The number of folds.</param>
    /// <returns>The fold of each row, from 0.</returns>
    public static int[] AssignEvenly(RowUnits units, int[] order, int[] strata, int folds)
    {
        var (rows, rowsOfStratum) = (new int[folds], new int[folds]);
        var foldOf = new int[units.Count];
        var stratum = -1;
        foreach (var unit in order.OrderBy(unit => strata[unit]).ThenByDescending(units.SizeOf))
        {
            if (strata[unit] != stratum)
            {
                stratum = strata[unit];
                Array.Clear(rowsOfStratum);
            }

            var fold = FindEmptiest(rowsOfStratum, rows);
            foldOf[unit] = fold;
            rows[fold] += units.SizeOf(unit);
            rowsOfStratum[fold] += units.SizeOf(unit);
        }

        return ToRows(units, foldOf);
    }

    /// <summary>
    /// Divides the order into ranges of as many units as there are folds. Within a range, each unit goes to another fold, at random.
    /// </summary>
    /// <returns>The fold of each row, from 0.</returns>
    public static int[] AssignByRange(RowUnits units, int[] order, int folds, long seed)
    {
        var random = new SplitMix64((ulong)seed + 1);
        var foldOf = new int[units.Count];
        for (var start = 0; start < order.Length; start += folds)
        {
            var shuffledFolds = random.NextPermutation(folds);
            for (var index = start; index < Math.Min(start + folds, order.Length); index++)
            {
                foldOf[order[index]] = shuffledFolds[index - start];
            }
        }

        return ToRows(units, foldOf);
    }

    /// <summary>Returns the fold with the fewest rows of the stratum, among several the one with the fewest rows, and then the first.</summary>
    private static int FindEmptiest(int[] rowsOfStratum, int[] rows)
    {
        var emptiest = 0;
        for (var fold = 1; fold < rows.Length; fold++)
        {
            var difference = rowsOfStratum[fold] - rowsOfStratum[emptiest];
            if (difference < 0 || (difference == 0 && rows[fold] < rows[emptiest]))
            {
                emptiest = fold;
            }
        }

        return emptiest;
    }

    private static int[] ToRows(RowUnits units, int[] foldOfUnit)
    {
        var foldOf = new int[units.RowCount];
        for (var unit = 0; unit < units.Count; unit++)
        {
            foreach (var row in units.RowsOf(unit))
            {
                foldOf[row] = foldOfUnit[unit];
            }
        }

        return foldOf;
    }
}
