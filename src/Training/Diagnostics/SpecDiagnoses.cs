using System.Globalization;
using LearnML.Contracts;

namespace LearnML.Training.Diagnostics;

/// <summary>Warns about settings and data that affect how the scores of a job should be read.</summary>
internal static class SpecDiagnoses
{
    /// <summary>Returns the diagnoses that apply to a spec.</summary>
    /// <param name="spec">The spec of the job.</param>
    /// <param name="rowsWithoutTarget">The number of training rows without a target.</param>
    /// <param name="rowsWithTarget">The number of training rows with a target.</param>
    /// <param name="scoresChoseEpoch">Whether the validation scores chose among several epochs, and there are no test scores.</param>
    public static IEnumerable<Diagnosis> Diagnose(JobSpec spec, int rowsWithoutTarget, int rowsWithTarget, bool scoresChoseEpoch)
    {
        if (rowsWithoutTarget > 0)
        {
            yield return new Diagnosis(
                "missingTargets",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{rowsWithoutTarget} of {rowsWithoutTarget + rowsWithTarget} rows have no value in the column '{spec.Target}'. ") +
                "They were used neither for training nor for scoring, so the scores do not show how well the network predicts such rows.")
            {
                Numbers = new Dictionary<string, double> { ["rows"] = rowsWithoutTarget, ["total"] = rowsWithoutTarget + rowsWithTarget },
                Names = new Dictionary<string, IReadOnlyList<string>> { ["column"] = [spec.Target ?? ""] },
            };
        }

        if (spec.Validation.TestPart && spec.Validation.Keep != KeptEpoch.Last)
        {
            yield return new Diagnosis(
                "selectedOnTest",
                "The epoch was selected on the same rows as the test score, so the test score is slightly too good. " +
                "For an independent score, hold out a share of the training rows for validation: \"validation\": {\"holdout\": 0.1}.");
        }

        if (spec.Validation is { Folds: null, TestPart: false } && scoresChoseEpoch
            && (spec.Validation.Keep != KeptEpoch.Last || spec.Optimizer.Schedule.Kind == ScheduleKind.Plateau))
        {
            yield return new Diagnosis(
                "selectedOnHoldout",
                "The epoch was selected on the same rows as the validation score, so this score is slightly too good. " +
                "For independent scores, use a cross-validation in which the other folds choose the epoch of each fold, in place of the holdout: " +
                "\"validation\": {\"folds\": 5, \"keep\": \"bestOfOtherFolds\"}" +
                (spec.Optimizer.Schedule.Kind == ScheduleKind.Plateau ? ", and another schedule than plateau." : "."));
        }

        if (spec.Validation.Folds is not null
            && (spec.Validation.Keep == KeptEpoch.Best
                || (spec.Training.EarlyStopping is not null && spec.Validation.Keep is null)
                || spec.Optimizer.Schedule.Kind == ScheduleKind.Plateau))
        {
            yield return new Diagnosis(
                "selectedOnFolds",
                "The validation rows of each fold influenced its training and also score it, so the scores are slightly too good. " +
                "For independent scores, let the other folds choose each fold's epoch, \"validation\": {\"keep\": \"bestOfOtherFolds\"}, " +
                "and do not use the plateau schedule.");
        }

        if (spec.Preprocessing?.Statistics == PreprocessingStatistics.AllTables)
        {
            yield return new Diagnosis(
                "statisticsOfAllTables",
                "The means, standard deviations and categories include the rows that score the network, so the scores are slightly too good. " +
                "For independent scores, set \"preprocessing\": {\"statistics\": \"trainingRows\"}.");
        }
    }
}
