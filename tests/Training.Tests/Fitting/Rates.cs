using LearnML.Contracts;
using LearnML.Training.Fitting;

namespace LearnML.Training.Tests.Fitting;

/// <summary>What a single epoch of a trainer needs beside its rows.</summary>
internal static class Rates
{
    public static TrainingLimit Limit(TrainingControl control) => new(control, new RunClock(), null);

    /// <summary>The rates of the first epoch.</summary>
    public static EpochRates First(JobSpec spec, RowSet rows) =>
        new(new LearningRates(spec.Optimizer, spec.Training.Epochs), 1, rows.Steps(spec.Training.BatchSize), [.. rows.Rows.Select(_ => 1.0)]);
}
