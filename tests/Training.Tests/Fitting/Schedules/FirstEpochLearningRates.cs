using LearnML.Contracts;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Schedules;

namespace LearnML.Training.Tests.Fitting.Schedules;

/// <summary>Creates the learning rates of the first epoch.</summary>
internal static class FirstEpochLearningRates
{
    public static EpochLearningRates Create(JobSpec spec, RowSet rows) =>
        new([.. rows.Rows.Select(_ => new LearningRateSchedule(spec.Optimizer, spec.Training.Epochs))],
            1, rows.StepCounts(spec.Training.BatchSize), [.. rows.Rows.Select(_ => 1.0)]);
}
