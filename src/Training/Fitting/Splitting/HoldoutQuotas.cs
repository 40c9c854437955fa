namespace LearnML.Training.Fitting.Splitting;

/// <summary>Shares the rows of a holdout out among strata.</summary>
internal static class HoldoutQuotas
{
    /// <summary>
    /// Returns how many rows of each stratum are held out: its share, with the largest remainders rounded up, but at least one row, as far as the
    /// holdout has rows. At least one row of each stratum stays in training, and all rows of a stratum with only one unit.
    /// </summary>
    /// <param name="rows">The number of rows of each stratum.</param>
    /// <param name="units">The number of units of each stratum, which are held out whole.</param>
    /// <param name="holdout">The number of rows to hold out.</param>
    public static int[] Divide(int[] rows, int[] units, int holdout)
    {
        var shared = Enumerable.Range(0, rows.Length).Where(stratum => units[stratum] > 1).ToArray();
        var total = shared.Sum(stratum => (long)rows[stratum]);
        holdout = (int)Math.Min(holdout, total - shared.Length);
        var quotas = new int[rows.Length];
        foreach (var stratum in shared)
        {
            quotas[stratum] = (int)Math.Max(1, rows[stratum] * (long)holdout / total);
        }

        for (var over = quotas.Sum() - holdout; over > 0; over--)
        {
            // The largest quotas give way to the rows of small strata. If all are 1, the smallest strata have none.
            var largest = shared.MaxBy(stratum => quotas[stratum]);
            quotas[quotas[largest] > 1 ? largest : shared.Where(stratum => quotas[stratum] == 1).MinBy(stratum => rows[stratum])]--;
        }

        for (var left = holdout - quotas.Sum(); left > 0; left--)
        {
            quotas[shared.Where(stratum => quotas[stratum] < rows[stratum] - 1)
                .MaxBy(stratum => (rows[stratum] * (long)holdout) - (quotas[stratum] * total))]++;
        }

        return quotas;
    }
}
