using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Preprocessing;
using LearnML.Training.Randomness;

namespace LearnML.Training.Fitting.Data;

/// <summary>Splits rows into training and validation rows: with a holdout, or with the folds of a cross-validation.</summary>
internal static class DataSplitter
{
    /// <summary>Returns the split of a spec without folds. The validation rows are the test part or a holdout of the training part.</summary>
    public static Split CreateSingle(JobSpec spec, TrainingData data) => spec.Validation.TestPart
        ? new Split(null, data.TrainRows, data.TestRows)
        : CreateHoldout(spec.Validation.Holdout ?? ValidationSpec.DefaultHoldout, data.TrainRows, spec.Training.Seed);

    /// <summary>Returns a split that holds out a random share of the rows for validation, at least one row. The seed determines the rows.</summary>
    public static Split CreateHoldout(double share, long[] rows, long seed)
    {
        var order = Array.ConvertAll(ShuffledIndices(rows.Length, seed), index => rows[index]);
        var count = Math.Clamp((int)Math.Round(share * rows.Length), 1, rows.Length - 1);
        return new Split(null, order[count..], order[..count]);
    }

    /// <summary>Returns the splits of a cross-validation: each row is a validation row in one fold and a training row in all others.</summary>
    /// <param name="spec">The number of folds and the assignment of rows to folds.</param>
    /// <param name="data">The data with the rows to split.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <exception cref="InvalidTargetException">There are too few rows, groups or rows of a class.</exception>
    public static IReadOnlyList<Split> CreateFolds(ValidationSpec spec, TrainingData data, long seed)
    {
        var (folds, rows, truth) = (spec.Folds!.Value, data.TrainRows, data.TrainTargets.SelectRows(data.TrainRows));
        EnsureEnoughRows(spec, data, truth);
        var foldOf = (spec.Assignment ?? ValidationSpec.DefaultAssignment) switch
        {
            FoldAssignment.Contiguous => AssignContiguous(truth.Count, folds),
            FoldAssignment.Shuffled => AssignInTurn(ShuffledIndices(truth.Count, seed), folds),
            FoldAssignment.Stratified when truth.Classes.Length > 0 =>
                AssignInTurn([.. ShuffledIndices(truth.Count, seed).OrderBy(row => truth.Classes[row])], folds),
            FoldAssignment.Stratified => AssignByRange([.. ShuffledIndices(truth.Count, seed).OrderBy(row => truth.Values[row])], folds, seed),
            FoldAssignment.Group => AssignByGroup(data.Groups, folds, seed),
            var other => throw new ArgumentOutOfRangeException(nameof(spec), other, null),
        };
        return [.. Enumerable.Range(0, folds).Select(fold => new Split(
            fold + 1,
            [.. foldOf.Index().Where(row => row.Item != fold).Select(row => rows[row.Index])],
            [.. foldOf.Index().Where(row => row.Item == fold).Select(row => rows[row.Index])]))];
    }

    /// <exception cref="InvalidTargetException">There are too few rows, groups or rows of a class.</exception>
    private static void EnsureEnoughRows(ValidationSpec spec, TrainingData data, Targets truth)
    {
        var folds = spec.Folds!.Value;
        if (truth.Count < folds)
        {
            throw new InvalidTargetException(
                $"{truth.Count} rows cannot be divided into {folds} folds. Set validation.folds to at most {truth.Count}.");
        }

        if (spec.Assignment == FoldAssignment.Group && data.Groups.Distinct().Count() is var different && different < folds)
        {
            throw new InvalidTargetException(
                $"The column '{spec.GroupColumn}' has {different} different values, which cannot be divided into {folds} folds. " +
                "Use fewer folds, or another validation.groupColumn.");
        }

        if (spec.Assignment == FoldAssignment.Stratified
            && truth.Classes.CountBy(label => label).FirstOrDefault(label => label.Value == 1) is { Value: 1 } single)
        {
            var row = data.TrainRows[Array.IndexOf(truth.Classes, single.Key)];
            throw new InvalidTargetException(
                $"The class '{data.Classes[single.Key]}' has only one row (row {row}, counted from 0). " +
                "A class needs at least two rows, one to train on and one to score. " +
                "Remove the row, or set validation.assignment to another value than stratified.");
        }
    }

    /// <summary>Assigns consecutive rows to each fold. The sizes of the folds differ by at most one.</summary>
    private static int[] AssignContiguous(int rows, int folds) => [.. Enumerable.Range(0, rows).Select(row => (int)((long)row * folds / rows))];

    /// <summary>Assigns rows to the folds in turn, so that equal rows next to each other in the order are spread evenly.</summary>
    private static int[] AssignInTurn(long[] order, int folds)
    {
        var foldOf = new int[order.Length];
        for (var index = 0; index < order.Length; index++)
        {
            foldOf[order[index]] = index % folds;
        }

        return foldOf;
    }

    /// <summary>Divides the order into ranges of as many rows as there are folds. Within a range, each row goes to another fold, at random.</summary>
    private static int[] AssignByRange(long[] order, int folds, long seed)
    {
        var random = new SplitMix64((ulong)seed + 1);
        var foldOf = new int[order.Length];
        for (var start = 0; start < order.Length; start += folds)
        {
            var shuffledFolds = ShuffledIndices(folds, random);
            for (var index = start; index < Math.Min(start + folds, order.Length); index++)
            {
                foldOf[order[index]] = (int)shuffledFolds[index - start];
            }
        }

        return foldOf;
    }

    /// <summary>Assigns whole groups, the largest first, each to the fold that has the fewest rows so far.</summary>
    private static int[] AssignByGroup(int[] groups, int folds, long seed)
    {
        var sizes = groups.CountBy(group => group).ToArray();
        var order = ShuffledIndices(sizes.Length, seed).Select(index => sizes[index]).OrderByDescending(size => size.Value);
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

    private static long[] ShuffledIndices(int count, long seed) => ShuffledIndices(count, new SplitMix64((ulong)seed));

    /// <summary>Returns 0 to <paramref name="count"/> - 1 in random order, with the Fisher-Yates shuffle.</summary>
    private static long[] ShuffledIndices(int count, SplitMix64 random)
    {
        var order = new long[count];
        for (var index = 0; index < count; index++)
        {
            var other = random.NextInt32(index + 1);
            (order[index], order[other]) = (order[other], index);
        }

        return order;
    }
}
