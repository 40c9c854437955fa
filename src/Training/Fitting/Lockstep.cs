using LearnML.Contracts;

namespace LearnML.Training.Fitting;

/// <summary>How many folds are trained in lockstep.</summary>
internal static class Lockstep
{
    /// <summary>
    /// Multiplications of one network's step up to which the step's time is mostly not theirs, and several in one batched
    /// product cost little more than one. Above it plain products, fold by fold, are faster.
    /// </summary>
    private const double OverheadBound = 2e7;

    /// <summary>The most bytes that the folds' own inputs may take together.</summary>
    private const double MostBytes = 1e9;

    /// <summary>All folds at once, or one at a time.</summary>
    /// <param name="spec">What is trained.</param>
    /// <param name="data">What it learns from.</param>
    public static int Folds(JobSpec spec, LearningData data)
    {
        var folds = spec.Validation.Folds!.Value;
        double weights = 0;
        var inputs = data.Width;
        foreach (var next in spec.Network.Hidden.Append(data.Outputs))
        {
            weights += (double)inputs * next;
            inputs = next;
        }

        var fits = !data.DependsOnRows || (double)folds * data.Train.Count * data.Width * sizeof(float) <= MostBytes;
        return fits && weights * spec.Training.BatchSize <= OverheadBound ? folds : 1;
    }
}
