using System.Globalization;
using LearnML.Contracts;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Preprocessing;

namespace LearnML.Training.Fitting.Splitting;

/// <summary>Refuses splits for which there are too few rows, and says what would do.</summary>
internal static class SplitRequirements
{
    // One to train on and one to validate on.
    private const int MinimumRows = 2;

    /// <exception cref="InvalidTargetException">There are fewer than two rows.</exception>
    public static void CheckHoldout(TrainingData data)
    {
        if (data.TrainRows.Length < MinimumRows)
        {
            throw new InvalidTargetException(
                $"A training needs at least {MinimumRows} rows with a target; the dataset has {data.TrainRows.Length}.");
        }
    }

    /// <exception cref="InvalidTargetException">There are fewer rows than folds.</exception>
    public static void CheckFolds(TrainingData data, int folds)
    {
        var rows = data.TrainRows.Length;
        if (rows < folds)
        {
            throw new InvalidTargetException($"{rows} rows cannot be divided into {folds} folds. " +
                (rows >= MinimumRows
                    ? $"Set validation.folds to at most {rows}."
                    : $"A cross-validation needs at least {MinimumRows} rows with a target."));
        }
    }

    /// <summary>Checks that each of the parts gets at least one unit of rows that stay together.</summary>
    /// <param name="spec">How the rows are assigned.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="parts">The number of folds; 2 for a holdout.</param>
    /// <exception cref="InvalidTargetException">There are fewer units.</exception>
    public static void CheckUnits(ValidationSpec spec, RowsToSplit rows, int parts)
    {
        var units = rows.Units.Count;
        if (units >= parts)
        {
            return;
        }

        var purpose = spec.Folds is null
            ? "so none can be held out"
            : string.Create(CultureInfo.InvariantCulture, $"which cannot be divided into {parts} folds");
        throw new InvalidTargetException(RowsToSplit.HasGroups(spec)
            ? $"The column '{spec.GroupColumn}' has {units} different values, {purpose}. " +
                $"Use {(units >= MinimumRows ? "fewer folds, or " : "")}another validation.groupColumn."
            : $"The rows have {units} different combinations of features, {purpose}: rows with equal features stay together. " +
                (units >= MinimumRows ? $"Set validation.folds to at most {units}." : "Use more features, or rows that differ."));
    }

    /// <exception cref="InvalidTargetException">A class has only one row.</exception>
    public static void CheckStratifiedFolds(TrainingData data, RowsToSplit rows)
    {
        if (rows.Targets.Classes.CountBy(label => label).FirstOrDefault(label => label.Value == 1) is { Value: 1 } single)
        {
            var row = data.TrainRows[Array.IndexOf(rows.Targets.Classes, single.Key)];
            throw new InvalidTargetException(
                $"The class '{data.Classes[single.Key]}' has only one row (row {row}, counted from 0). " +
                "A class needs at least two rows, one to train on and one to score. " +
                "Remove the row, or set validation.assignment to another value than stratified.");
        }
    }

    /// <summary>Checks that a split by time has at least one time to train on and one for each validation part.</summary>
    /// <exception cref="InvalidTargetException">There are too few different times.</exception>
    public static void CheckTimes(ValidationSpec spec, TimeSplitter times)
    {
        var (parts, distinct) = (spec.Folds ?? 1, times.DistinctTimes);
        if (distinct > parts)
        {
            return;
        }

        var needed = spec.Folds is null ? "a holdout by time needs at least 2" : $"{parts} folds by time need at least {parts + 1}";
        throw new InvalidTargetException(
            $"The column '{spec.TimeColumn}' has {distinct} different dates or numbers, but {needed}. " +
            (spec.Folds is not null && distinct > MinimumRows
                ? $"Set validation.folds to at most {distinct - 1}, or use another validation.timeColumn."
                : "Use another validation.timeColumn or validation.assignment."));
    }

    /// <exception cref="InvalidTargetException">No rows are left on one side of a split.</exception>
    public static Split CheckSides(ValidationSpec spec, TrainingData data, Split split)
    {
        var weights = data.TrainTargets.Weights;
        if (split.Validation.Length == 0)
        {
            throw new InvalidTargetException(
                "Each class has only one row, or only rows with equal features, so a stratified holdout has no rows. " +
                "Add rows, or set \"validation\": {\"assignment\": \"shuffled\"}.");
        }

        if (weights.Length > 0 && (HasNoWeight(split.Train) || HasNoWeight(split.Validation)))
        {
            throw new InvalidTargetException(
                $"{(split.Fold is { } number ? $"Fold {number}" : "The holdout")} has only rows of weight 0 on one side, " +
                "so nothing is learned or scored. Use another validation.assignment, fewer folds or a larger holdout.");
        }

        bool HasNoWeight(long[] rows) => rows.Length > 0 && Array.TrueForAll(rows, row => weights[row] == 0);

        return split.Train.Length > 0 ? split : throw new InvalidTargetException(
            $"{(split.Fold is { } fold ? $"Fold {fold}" : "The holdout")} leaves no rows to train on: all other rows equal one of its rows" +
            (RowsToSplit.HasGroups(spec) ? ", or are of the same group. " : ". ") +
            $"Use another validation.assignment{(RowsToSplit.HasGroups(spec) ? ", or no validation.groupColumn" : "")}.");
    }
}
