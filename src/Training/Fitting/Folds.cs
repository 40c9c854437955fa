using LearnML.Contracts;
using LearnML.Training.Datasets;
using LearnML.Training.Evaluation;
using LearnML.Training.Preprocessing;

namespace LearnML.Training.Fitting;

/// <summary>Deals rows out: to a holdout, or to the folds of a cross-validation.</summary>
internal static class Folds
{
    /// <summary>The share that validation takes of the training rows where a spec does not say.</summary>
    public const double DefaultHoldout = 0.1;

    /// <summary>The split of a spec without folds: the test part, or a holdout of the training part, is validated on.</summary>
    public static Split Single(JobSpec spec, LearningData data) => spec.Validation.TestPart
        ? new Split(null, data.Rows, data.TestRows)
        : Holdout(spec.Validation.Holdout ?? DefaultHoldout, data.Rows, spec.Training.Seed);

    /// <summary>One split that keeps a share of the rows, drawn by the seed, for validation.</summary>
    public static Split Holdout(double share, long[] rows, long seed)
    {
        var order = Array.ConvertAll(Shuffled(rows.Length, seed), index => rows[index]);
        var held = Math.Clamp((int)Math.Round(share * rows.Length), 1, rows.Length - 1);
        return new Split(null, order[held..], order[..held]);
    }

    /// <summary>The splits of a cross-validation: each row is validated on once, and trained on in all other folds.</summary>
    /// <param name="spec">How many folds, and how the rows are dealt out.</param>
    /// <param name="data">The rows.</param>
    /// <param name="seed">The run's.</param>
    /// <exception cref="UnfitTargetException">There is not enough to deal out.</exception>
    public static IReadOnlyList<Split> Cross(ValidationSpec spec, LearningData data, long seed)
    {
        var (folds, rows, truth) = (spec.Folds!.Value, data.Rows, data.Train.Of(data.Rows));
        Check(spec, data, truth);
        var foldOf = (spec.Assignment ?? FoldAssignment.Shuffled) switch
        {
            FoldAssignment.Contiguous => Contiguous(truth.Count, folds),
            FoldAssignment.Shuffled => Dealt(Shuffled(truth.Count, seed), folds),
            FoldAssignment.Stratified when truth.Classes.Length > 0 => Dealt([.. Shuffled(truth.Count, seed).OrderBy(row => truth.Classes[row])], folds),
            FoldAssignment.Stratified => Ranges([.. Shuffled(truth.Count, seed).OrderBy(row => truth.Values[row])], folds, seed),
            FoldAssignment.Group => Grouped(data.Groups, folds, seed),
            var other => throw new ArgumentOutOfRangeException(nameof(spec), other, null),
        };
        return [.. Enumerable.Range(0, folds).Select(fold => new Split(
            fold + 1,
            [.. foldOf.Index().Where(row => row.Item != fold).Select(row => rows[row.Index])],
            [.. foldOf.Index().Where(row => row.Item == fold).Select(row => rows[row.Index])]))];
    }

    /// <exception cref="UnfitTargetException">There is not enough to deal out.</exception>
    private static void Check(ValidationSpec spec, LearningData data, Truth truth)
    {
        var folds = spec.Folds!.Value;
        if (truth.Count < folds)
        {
            throw new UnfitTargetException($"{truth.Count} rows cannot be dealt out to {folds} folds. Ask for at most {truth.Count}.");
        }

        if (spec.Assignment == FoldAssignment.Group && data.Groups.Distinct().Count() is var different && different < folds)
        {
            throw new UnfitTargetException($"The column '{spec.GroupColumn}' has {different} different values, which cannot be dealt out to {folds} folds.");
        }

        if (spec.Assignment == FoldAssignment.Stratified && truth.Classes.CountBy(label => label).FirstOrDefault(label => label.Value == 1) is { Value: 1 } lone)
        {
            throw new UnfitTargetException(
                $"The class '{data.Classes[lone.Key]}' has one row (row {data.Rows[Array.IndexOf(truth.Classes, lone.Key)]}, from 0), which cannot be both trained on and scored. Leave the row out, or choose another assignment than stratified.");
        }
    }

    /// <summary>Consecutive rows; the sizes differ by at most one.</summary>
    private static int[] Contiguous(int rows, int folds) => [.. Enumerable.Range(0, rows).Select(row => (int)((long)row * folds / rows))];

    /// <summary>One row to each fold in turn, so that equal neighbours in the order are spread evenly.</summary>
    private static int[] Dealt(long[] order, int folds)
    {
        var foldOf = new int[order.Length];
        for (var index = 0; index < order.Length; index++)
        {
            foldOf[order[index]] = index % folds;
        }

        return foldOf;
    }

    /// <summary>As many neighbours as there are folds, the rows of a range, go to one fold each in a random order.</summary>
    private static int[] Ranges(long[] order, int folds, long seed)
    {
        var random = new SplitMix64((ulong)seed + 1);
        var foldOf = new int[order.Length];
        for (var start = 0; start < order.Length; start += folds)
        {
            var turn = Shuffled(folds, random);
            for (var index = start; index < Math.Min(start + folds, order.Length); index++)
            {
                foldOf[order[index]] = (int)turn[index - start];
            }
        }

        return foldOf;
    }

    /// <summary>The largest groups first, each to the fold that has the fewest rows.</summary>
    private static int[] Grouped(int[] groups, int folds, long seed)
    {
        var sizes = groups.CountBy(group => group).ToArray();
        var order = Shuffled(sizes.Length, seed).Select(index => sizes[index]).OrderByDescending(size => size.Value);
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

    private static long[] Shuffled(int count, long seed) => Shuffled(count, new SplitMix64((ulong)seed));

    /// <summary>Fisher and Yates' shuffle.</summary>
    private static long[] Shuffled(int count, SplitMix64 random)
    {
        var order = new long[count];
        for (var index = 0; index < count; index++)
        {
            var other = random.Below(index + 1);
            (order[index], order[other]) = (order[other], index);
        }

        return order;
    }
}
