namespace LearnML.Training.Fitting.Splitting;

/// <summary>Splits rows by time: each part is trained on the past and validated on the stretch that follows.</summary>
/// <param name="times">The time of each row; NaN if it is missing. Rows without a time are on neither side.</param>
internal sealed class TimeSplitter(double[] times)
{
    private readonly int[] order =
        [.. Enumerable.Range(0, times.Length).Where(row => !double.IsNaN(times[row])).OrderBy(row => times[row])];

    /// <summary>The number of different times.</summary>
    public int DistinctTimes => order.Length == 0 ? 0 : Changes().Length + 1;

    /// <summary>Returns a split that validates on the latest rows: this share of them, to the nearest change of the time.</summary>
    public (int[] Train, int[] Validation) CreateHoldout(double share) =>
        CreateSplits([order.Length - (int)Math.Round(share * order.Length)]).Single();

    /// <summary>
    /// Divides the rows into one stretch more than there are folds. Each fold is validated on a stretch and trained on all rows before it
    /// (forward chaining with an expanding window).
    /// </summary>
    public IReadOnlyList<(int[] Train, int[] Validation)> CreateFolds(int folds) =>
        CreateSplits([.. Enumerable.Range(1, folds).Select(fold => (int)((long)fold * order.Length / (folds + 1)))]);

    private List<(int[] Train, int[] Validation)> CreateSplits(int[] wanted)
    {
        var cuts = ChooseCuts(wanted);
        return [.. cuts.Select((cut, index) => (order[..cut], order[cut..(index + 1 < cuts.Length ? cuts[index + 1] : order.Length)]))];
    }

    /// <summary>Returns the cuts nearest to the wanted ones that do not divide rows of the same time. Each stretch keeps at least one row.</summary>
    private int[] ChooseCuts(int[] wanted)
    {
        var changes = Changes();
        var cuts = new int[wanted.Length];
        var next = 0;
        for (var index = 0; index < wanted.Length; index++)
        {
            var last = changes.Length - (wanted.Length - index);
            while (next < last && Math.Abs(changes[next + 1] - wanted[index]) < Math.Abs(changes[next] - wanted[index]))
            {
                next++;
            }

            cuts[index] = changes[next++];
        }

        return cuts;
    }

    /// <summary>Returns the places in the order of time where the time changes.</summary>
    private int[] Changes() => [.. Enumerable.Range(1, Math.Max(0, order.Length - 1)).Where(place => times[order[place]] != times[order[place - 1]])];
}
