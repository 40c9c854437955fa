using System.Globalization;
using LearnML.Contracts;

namespace LearnML.Training.Diagnosing;

/// <summary>What a user should know of a spec's scores.</summary>
internal static class SpecDiagnoses
{
    /// <summary>What holds for a spec.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="missing">How many rows have no target.</param>
    /// <param name="rows">How many rows have one.</param>
    public static IEnumerable<Diagnosis> Of(JobSpec spec, int missing, int rows)
    {
        if (missing > 0)
        {
            yield return new Diagnosis("missingTargets", string.Create(CultureInfo.InvariantCulture,
                $"{missing} of {missing + rows} rows have no value of '{spec.Target}'. They were neither learned from nor scored; nothing is known of how well the network does on rows like them."));
        }

        if (spec.Validation.TestPart && spec.Validation.Keep != KeptEpoch.Last)
        {
            yield return new Diagnosis(
                "selectedOnTest",
                "The epoch was chosen by the rows that the test score is measured on, so that score is a little too good. " +
                "For an independent one keep a share of the training rows for validation: \"validation\": {\"holdout\": 0.1}.");
        }

        if (spec.Validation.Folds is not null && (spec.Validation.Keep == KeptEpoch.Best || spec.Training.EarlyStopping is not null || spec.Optimizer.Schedule.Kind == ScheduleKind.Plateau))
        {
            yield return new Diagnosis(
                "selectedOnFolds",
                "Each fold's epochs went by the rows that the fold is scored on, so the scores are a little too good. " +
                "For independent ones keep the last epoch, \"validation\": {\"keep\": \"last\"}, without early stopping and plateaus.");
        }

        if (spec.Preprocessing?.Statistics == PreprocessingStatistics.AllTables)
        {
            yield return new Diagnosis(
                "statisticsOfAllTables",
                "Means, deviations and categories were taken from all rows, those that are scored on too, so the scores are a little too good. " +
                "For independent ones: \"preprocessing\": {\"statistics\": \"trainingRows\"}.");
        }
    }
}
