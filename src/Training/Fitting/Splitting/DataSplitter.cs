using LearnML.Contracts;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Preprocessing;
using LearnML.Training.Randomness;

namespace LearnML.Training.Fitting.Splitting;

/// <summary>
/// Splits rows into training and validation rows: with a holdout, or with the folds of a cross-validation. Equal rows and rows of one group are
/// never on both sides. Where the order of the rows decides, such rows are left out of the training side.
/// </summary>
internal static class DataSplitter
{
    /// <summary>Returns the split of a spec without folds. The validation rows are the test part or a holdout of the training part.</summary>
    /// <exception cref="InvalidTargetException">There are too few rows, groups, times or rows of a class.</exception>
    public static Split CreateSingle(JobSpec spec, TrainingData data) => spec.Validation.TestPart
        ? new Split(null, data.TrainRows, data.TestRows)
        : CreateHoldout(spec.Validation with { Folds = null }, data, spec.Training.Seed);

    /// <summary>Returns a split that holds out a share of the rows for validation, at least one row.</summary>
    /// <param name="spec">The share and how its rows are chosen.</param>
    /// <param name="data">The data with the rows to split.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <exception cref="InvalidTargetException">There are too few rows, groups, times or rows of a class.</exception>
    public static Split CreateHoldout(ValidationSpec spec, TrainingData data, long seed)
    {
        SplitRequirements.CheckHoldout(data);
        var (share, count) = (spec.Holdout ?? ValidationSpec.DefaultHoldout, data.TrainRows.Length);
        var holdout = Math.Clamp((int)Math.Round(share * count), 1, count - 1);
        var rows = new RowsToSplit(spec, data, holdout);
        var (train, validation) = rows.Assignment switch
        {
            FoldAssignment.Contiguous => (Rows(0, count - holdout), Rows(count - holdout, count)),
            FoldAssignment.Time => SplitByTime(spec, data).CreateHoldout(share),
            _ => HoldOut(spec, rows, holdout, seed),
        };
        return SplitRequirements.CheckSides(spec, data, rows.ToSplit(null, train, validation));
    }

    /// <summary>
    /// Returns the splits of a cross-validation: each row is a validation row in one fold of each repeat and a training row in its other folds. By
    /// time, a row is a training row only in the folds that validate later rows, and the earliest rows are never validation rows.
    /// </summary>
    /// <param name="spec">The number of folds and the assignment of rows to folds.</param>
    /// <param name="data">The data with the rows to split.</param>
    /// <param name="seed">The seed of the run.</param>
    /// <exception cref="InvalidTargetException">There are too few rows, groups, times or rows of a class.</exception>
    public static IReadOnlyList<Split> CreateFolds(ValidationSpec spec, TrainingData data, long seed)
    {
        var folds = spec.Folds!.Value;
        SplitRequirements.CheckFolds(data, folds);
        var rows = new RowsToSplit(spec, data, data.TrainRows.Length / folds);
        var splits = rows.Assignment == FoldAssignment.Time
            ? SplitByTime(spec, data).CreateFolds(folds)
            : RepeatSeeds(seed, spec.Repeats).SelectMany(repeatSeed => SplitByFold(AssignFolds(spec, data, rows, repeatSeed), folds));
        return [.. splits.Select((split, index) => SplitRequirements.CheckSides(spec, data, rows.ToSplit(index + 1, split.Train, split.Validation)))];
    }

    private static (int[] Train, int[] Validation) HoldOut(ValidationSpec spec, RowsToSplit rows, int holdout, long seed)
    {
        SplitRequirements.CheckUnits(spec, rows, parts: 2);
        var order = rows.Shuffle(seed);
        var strata = rows.Assignment != FoldAssignment.Stratified
            ? new int[rows.Units.Count]
            : rows.Targets.Classes.Length > 0
                ? Strata.ByClass(rows.Units, rows.Targets)
                : Strata.ByRange(rows.Units, rows.Targets, order, holdout);
        return HoldoutSelector.Select(rows.Units, order, strata, holdout);
    }

    private static TimeSplitter SplitByTime(ValidationSpec spec, TrainingData data)
    {
        var times = new TimeSplitter(data.Times);
        SplitRequirements.CheckTimes(spec, times);
        return times;
    }

    /// <summary>Returns the fold of each row, from 0.</summary>
    private static int[] AssignFolds(ValidationSpec spec, TrainingData data, RowsToSplit rows, long seed)
    {
        var folds = spec.Folds!.Value;
        if (rows.Assignment == FoldAssignment.Contiguous)
        {
            return FoldAssigner.AssignContiguous(rows.Targets.Count, folds);
        }

        SplitRequirements.CheckUnits(spec, rows, folds);
        var (units, order) = (rows.Units, rows.Shuffle(seed));
        if (rows.Assignment != FoldAssignment.Stratified)
        {
            return FoldAssigner.AssignEvenly(units, order, new int[units.Count], folds);
        }

        SplitRequirements.CheckStratifiedFolds(data, rows);
        return rows.Targets.Classes.Length > 0
            ? FoldAssigner.AssignEvenly(units, order, Strata.ByClass(units, rows.Targets), folds)
            : FoldAssigner.AssignByRange(units, Strata.SortByTarget(units, rows.Targets, order), folds, seed);
    }

    private static IEnumerable<(int[] Train, int[] Validation)> SplitByFold(int[] foldOf, int folds)
    {
        var rows = Rows(0, foldOf.Length);
        return Enumerable.Range(0, folds).Select(fold => (
            Array.FindAll(rows, row => foldOf[row] != fold), Array.FindAll(rows, row => foldOf[row] == fold)));
    }

    /// <summary>Returns the seed of each repeat. The first is the seed of the run, so its folds are those of a run without repeats.</summary>
    private static IEnumerable<long> RepeatSeeds(long seed, int repeats)
    {
        var random = new SplitMix64(~(ulong)seed);
        return [seed, .. Enumerable.Range(1, repeats - 1).Select(_ => (long)random.NextUInt64())];
    }

    private static int[] Rows(int start, int end) => [.. Enumerable.Range(start, end - start)];
}
