using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Randomness;

namespace LearnML.Training.Fitting.Data;

/// <summary>Assigns rows to the folds of a cross-validation. The seed determines the random assignments.</summary>
internal static class FoldAssigner
{
    /// <summary>Returns the fold of each row, from 0.</summary>
    /// <param name="assignment">How rows are assigned.</param>
    /// <param name="targets">The targets of the rows.</param>
    /// <param name="groups">The group of each row; used only to assign by group.</param>
    /// <param name="folds">The number of folds, at most the number of rows.</param>
    /// <param name="seed">The seed of the run.</param>
    public static int[] Assign(FoldAssignment assignment, Targets targets, int[] groups, int folds, long seed) => assignment switch
    {
        FoldAssignment.Contiguous => AssignContiguous(targets.Count, folds),
        FoldAssignment.Shuffled => AssignInTurn(Shuffle(targets, seed), folds),
        FoldAssignment.Stratified when targets.Classes.Length > 0 =>
            AssignInTurn([.. Shuffle(targets, seed).OrderBy(row => targets.Classes[row])], folds),
        FoldAssignment.Stratified => AssignByRange([.. Shuffle(targets, seed).OrderBy(row => targets.Values[row])], folds, seed),
        FoldAssignment.Group => AssignByGroup(groups, folds, seed),
        _ => throw new ArgumentOutOfRangeException(nameof(assignment), assignment, null),
    };

    private static int[] Shuffle(Targets targets, long seed) => new SplitMix64((ulong)seed).NextPermutation(targets.Count);

    /// <summary>Assigns consecutive rows to each fold. The sizes of the folds differ by at most one.</summary>
    private static int[] AssignContiguous(int rows, int folds) => [.. Enumerable.Range(0, rows).Select(row => (int)((long)row * folds / rows))];

    /// <summary>Assigns rows to the folds in turn, so that equal rows next to each other in the order are spread evenly.</summary>
    private static int[] AssignInTurn(int[] order, int folds)
    {
        var foldOf = new int[order.Length];
        for (var index = 0; index < order.Length; index++)
        {
            foldOf[order[index]] = index % folds;
        }

        return foldOf;
    }

    /// <summary>Divides the order into ranges of as many rows as there are folds. Within a range, each row goes to another fold, at random.</summary>
    private static int[] AssignByRange(int[] order, int folds, long seed)
    {
        var random = new SplitMix64((ulong)seed + 1);
        var foldOf = new int[order.Length];
        for (var start = 0; start < order.Length; start += folds)
        {
            var shuffledFolds = random.NextPermutation(folds);
            for (var index = start; index < Math.Min(start + folds, order.Length); index++)
            {
                foldOf[order[index]] = shuffledFolds[index - start];
            }
        }

        return foldOf;
    }

    /// <summary>Assigns whole groups, the largest first, each to the fold that has the fewest rows so far.</summary>
    private static int[] AssignByGroup(int[] groups, int folds, long seed)
    {
        var sizes = groups.CountBy(group => group).ToArray();
        var order = new SplitMix64((ulong)seed).NextPermutation(sizes.Length).Select(index => sizes[index]).OrderByDescending(size => size.Value);
        var rows = new int[folds];
        var foldOfGroup = new Dictionary<int, int>();
        foreach (var (group, size) in order)
        {
            var fold = Array.IndexOf(rows, rows.Min());
            foldOfGroup[group] = fold;
            rows[fold] += size;
        }

        return Array.ConvertAll(groups, group => foldOfGroup[group]);
    }
}
