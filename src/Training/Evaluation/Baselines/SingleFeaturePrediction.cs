namespace LearnML.Training.Evaluation.Baselines;

/// <summary>
/// Predicts each row from one feature alone, without the row itself: from the other rows with the same value or, if there are none, from those
/// with the next smaller and the next larger value.
/// </summary>
internal static class SingleFeaturePrediction
{
    /// <summary>Returns the number of rows whose class is not predicted.</summary>
    /// <param name="values">The value of each row.</param>
    /// <param name="labels">The class index of each row.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="isCategory">Whether different values have no order.</param>
    public static int CountWrong(float[] values, int[] labels, int classes, bool isCategory)
    {
        var groups = Group(values, labels, out var sorted);
        var wrong = 0;
        for (var group = 0; group < groups.Length - 1; group++)
        {
            var members = sorted.AsSpan(groups[group]..groups[group + 1]);
            if (members.Length > 1)
            {
                // A row agrees with most other rows of its group if its own class is the most frequent one even without it.
                var counts = new int[classes];
                foreach (var label in members)
                {
                    counts[label]++;
                }

                var most = Array.IndexOf(counts, counts.Max());
                wrong += members.Length - counts[most] + (counts[most] == 1 ? 1 : 0);
                continue;
            }

            var hasNeighbor = (group > 0 && sorted[groups[group] - 1] == members[0])
                || (group < groups.Length - 2 && sorted[groups[group + 1]] == members[0]);
            wrong += isCategory || !hasNeighbor ? 1 : 0;
        }

        return wrong;
    }

    /// <summary>Returns the share of the variance that the predictions explain (R²).</summary>
    /// <param name="values">The value of each row.</param>
    /// <param name="targets">The target of each row.</param>
    /// <param name="isCategory">Whether different values have no order.</param>
    public static double ExplainedShare(float[] values, float[] targets, bool isCategory)
    {
        var mean = targets.Average(target => (double)target);
        var total = targets.Sum(target => (target - mean) * (target - mean));
        var keys = values.AsSpan().ToArray();
        Array.Sort(keys);
        var groups = Group(values, targets, out var sorted);
        var means = new double[groups.Length - 1];
        for (var group = 0; group < means.Length; group++)
        {
            foreach (var target in sorted.AsSpan(groups[group]..groups[group + 1]))
            {
                means[group] += (double)target / (groups[group + 1] - groups[group]);
            }
        }

        double squares = 0;
        for (var group = 0; group < means.Length; group++)
        {
            var count = groups[group + 1] - groups[group];
            var alone = isCategory ? mean : Interpolate(group);
            foreach (var target in sorted.AsSpan(groups[group]..groups[group + 1]))
            {
                var predicted = count > 1 ? ((means[group] * count) - target) / (count - 1) : alone;
                squares += (target - predicted) * (target - predicted);
            }
        }

        return total > 0 ? 1 - (squares / total) : 0;

        double Interpolate(int group)
        {
            if (means.Length == 1)
            {
                return mean;
            }

            if (group == 0 || group == means.Length - 1)
            {
                return means[Math.Abs(group - 1)];
            }

            var (left, here, right) = (keys[groups[group - 1]], keys[groups[group]], keys[groups[group + 1]]);
            return means[group - 1] + ((means[group + 1] - means[group - 1]) * (here - left) / (right - left));
        }
    }

    /// <summary>Sorts the targets by value. Returns where each group of equal values starts, and the number of rows at the end.</summary>
    private static int[] Group<T>(float[] values, T[] targets, out T[] sorted)
    {
        var keys = values.AsSpan().ToArray();
        sorted = targets.AsSpan().ToArray();
        Array.Sort(keys, sorted);
        return [.. Enumerable.Range(0, keys.Length).Where(row => row == 0 || keys[row] != keys[row - 1]), keys.Length];
    }
}
