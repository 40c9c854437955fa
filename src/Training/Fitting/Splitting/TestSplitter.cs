using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Fitting.Data;
using LearnML.Training.Preprocessing;
using LearnML.Training.Randomness;

namespace LearnML.Training.Fitting.Splitting;

/// <summary>Sets test rows apart before anything else looks at the rows.</summary>
internal static class TestSplitter
{
    /// <summary>
    /// Returns the data with the spec's share of test rows set apart; the same data if the spec has none. The test rows are assigned as a holdout
    /// is: for example stratified, whole groups, or the latest rows.
    /// </summary>
    /// <exception cref="InvalidTargetException">There are too few rows.</exception>
    public static TrainingData SetTestApart(JobSpec spec, TrainingData data)
    {
        if (spec.Validation.TestFraction is not (> 0 and var fraction))
        {
            return data;
        }

        if (TestFraction.FindProblem(fraction, data.TrainRows.Length, spec.Validation.Folds) is { } problem)
        {
            throw new InvalidTargetException($"validation.testFraction {problem}.");
        }

        // Another seed than that of the holdout, so that the two draws do not depend on each other.
        var seed = (long)new SplitMix64((ulong)spec.Training.Seed).NextUInt64();
        return data.SetTestApart(DataSplitter.CreateHoldout(spec.Validation with { Folds = null, Repeats = 1, Holdout = fraction }, data, seed));
    }
}
