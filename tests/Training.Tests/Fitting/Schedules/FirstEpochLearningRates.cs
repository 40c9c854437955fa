using LearnML.Contracts;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Fitting.Epochs;
using LearnML.Training.Fitting.Schedules;

namespace LearnML.Training.Tests.Fitting.Schedules;

/// <summary>What a single epoch of a trainer needs beside its rows.</summary>
internal static class FirstEpochLearningRates
{
    public static StopCondition Limit(TrainingControl control) => new(control, new TrainingClock(), null);

    /// <summary>The rates of the first epoch.</summary>
    public static EpochLearningRates Create(JobSpec spec, RowSet rows) =>
        new(new LearningRateSchedule(spec.Optimizer, spec.Training.Epochs),
            1, rows.StepCounts(spec.Training.BatchSize), [.. rows.Rows.Select(_ => 1.0)]);
}
