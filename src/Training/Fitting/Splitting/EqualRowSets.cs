using LearnML.Training.Evaluation;

namespace LearnML.Training.Fitting.Splitting;

/// <summary>Decides which rows with equal features must stay together in a split.</summary>
internal static class EqualRowSets
{
    /// <summary>
    /// Returns a code for each row; empty if no rows are compared. Rows with the same code have equal features and must not be both trained on and
    /// scored. A set of equal rows stays together if all its targets are equal, because then its rows can be copies, or if it fits into one
    /// validation part. In a larger set with different targets, as a table with few different features has them, each row has a code of its own.
    /// </summary>
    /// <param name="sets">The set of each row, from 0; empty if no rows are compared.</param>
    /// <param name="targets">The target of each row.</param>
    /// <param name="capacity">The number of rows of one validation part.</param>
    public static int[] Bind(int[] sets, Targets targets, int capacity)
    {
        if (sets.Length == 0)
        {
            return [];
        }

        var count = sets.Max() + 1;
        var (sizes, first, differ) = (new int[count], new int[count], new bool[count]);
        for (var row = sets.Length - 1; row >= 0; row--)
        {
            sizes[sets[row]]++;
            first[sets[row]] = row;
        }

        for (var row = 0; row < sets.Length; row++)
        {
            differ[sets[row]] |= !targets.AreEqual(row, first[sets[row]]);
        }

        return [.. sets.Select((set, row) => differ[set] && sizes[set] > capacity ? count + row : set)];
    }
}
