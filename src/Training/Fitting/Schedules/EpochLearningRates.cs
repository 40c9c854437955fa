namespace LearnML.Training.Fitting.Schedules;

/// <summary>The learning rates of every member for each step of one epoch.</summary>
/// <param name="schedules">The learning rate schedule of each member.</param>
/// <param name="epoch">The number of the epoch, from 1.</param>
/// <param name="stepCounts">The number of steps of each member in the epoch.</param>
/// <param name="plateauFactors">The factor of each member from its plateaus so far.</param>
internal sealed class EpochLearningRates(
    IReadOnlyList<LearningRateSchedule> schedules, int epoch, IReadOnlyList<long> stepCounts, IReadOnlyList<double> plateauFactors)
{
    private readonly double[] current = new double[stepCounts.Count];
    private long step;

    /// <summary>The number of the epoch, from 1.</summary>
    public int Epoch => epoch;

    /// <summary>The learning rate of each member's most recent step; 0 before the first step.</summary>
    public IReadOnlyList<double> LastUsed => current;

    /// <summary>Skips <paramref name="count"/> steps, for a resumed epoch.</summary>
    public void Skip(long count)
    {
        for (var skipped = 0L; skipped < count; skipped++)
        {
            Next();
        }
    }

    /// <summary>Returns the learning rate of each member's next step. A member without further steps keeps its last learning rate.</summary>
    public double[] Next()
    {
        for (var member = 0; member < current.Length; member++)
        {
            current[member] = step < stepCounts[member]
                ? schedules[member].RateAt(epoch, step, stepCounts[member], plateauFactors[member])
                : current[member];
        }

        step++;
        return current;
    }
}
