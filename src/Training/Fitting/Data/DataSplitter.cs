using LearnML.Contracts;
using LearnML.Training.Evaluation;
using LearnML.Training.Preprocessing;
using LearnML.Training.Randomness;

namespace LearnML.Training.Fitting.Data;

/// <summary>Splits rows into training and validation rows: with a holdout, or with the folds of a cross-validation.</summary>
internal static class DataSplitter
{
    // One to train on and one to validate on.
    private const int MinimumRows = 2;

    /// <summary>Returns the split of a spec without folds. The validation rows are the test part or a holdout of the training part.</summary>
    public static Split CreateSingle(JobSpec spec, TrainingData data) => spec.Validation.TestPart
        ? new Split(null, data.TrainRows, data.TestRows)
        : CreateHoldout(spec.Validation.Holdout ?? ValidationSpec.DefaultHoldout, data.TrainRows, spec.Training.Seed);

    /// <summary>Returns a split that holds out a random share of the rows for validation, at least one row. The seed determines the rows.</summary>
    /// <exception cref="InvalidTargetException">There are fewer than two rows.</exception>
    public static Split CreateHoldout(double share, long[] rows, long seed)
    {
        if (rows.Length < MinimumRows)
        {
            throw new InvalidTargetException($"A training needs at least {MinimumRows} rows with a target; the dataset has {rows.Length}.");
        }

        var order = Array.ConvertAll(new SplitMix64((ulong)seed).NextPermutation(rows.Length), index => rows[index]);
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
        var (folds, rows, targets) = (spec.Folds!.Value, data.TrainRows, data.TrainTargets.SelectRows(data.TrainRows));
        EnsureEnoughRows(spec, data, targets);
        var foldOf = FoldAssigner.Assign(spec.Assignment ?? ValidationSpec.DefaultAssignment, targets, data.Groups, folds, seed);
        return [.. Enumerable.Range(0, folds).Select(fold => new Split(
            fold + 1,
            [.. foldOf.Index().Where(row => row.Item != fold).Select(row => rows[row.Index])],
            [.. foldOf.Index().Where(row => row.Item == fold).Select(row => rows[row.Index])]))];
    }

    /// <exception cref="InvalidTargetException">There are too few rows, groups or rows of a class.</exception>
    private static void EnsureEnoughRows(ValidationSpec spec, TrainingData data, Targets targets)
    {
        var folds = spec.Folds!.Value;
        if (targets.Count < folds)
        {
            throw new InvalidTargetException(
                $"{targets.Count} rows cannot be divided into {folds} folds. " +
                (targets.Count >= MinimumRows
                    ? $"Set validation.folds to at most {targets.Count}."
                    : $"A cross-validation needs at least {MinimumRows} rows with a target."));
        }

        if (spec.Assignment == FoldAssignment.Group && data.Groups.Distinct().Count() is var different && different < folds)
        {
            throw new InvalidTargetException(
                $"The column '{spec.GroupColumn}' has {different} different values, which cannot be divided into {folds} folds. " +
                "Use fewer folds, or another validation.groupColumn.");
        }

        if (spec.Assignment == FoldAssignment.Stratified
            && targets.Classes.CountBy(label => label).FirstOrDefault(label => label.Value == 1) is { Value: 1 } single)
        {
            var row = data.TrainRows[Array.IndexOf(targets.Classes, single.Key)];
            throw new InvalidTargetException(
                $"The class '{data.Classes[single.Key]}' has only one row (row {row}, counted from 0). " +
                "A class needs at least two rows, one to train on and one to score. " +
                "Remove the row, or set validation.assignment to another value than stratified.");
        }
    }
}
