namespace LearnML.Training.Fitting;

/// <summary>The learning rates of every member for each step of one epoch.</summary>
/// <param name="rates">The learning rate schedule.</param>
/// <param name="epoch">The number of the epoch, from 1.</param>
/// <param name="steps">The number of steps of each member in the epoch.</param>
/// <param name="plateaus">The factor of each member from its plateaus so far.</param>
internal sealed class EpochRates(LearningRates rates, int epoch, IReadOnlyList<long> steps, IReadOnlyList<double> plateaus)
{
    private readonly double[] current = new double[steps.Count];
    private long step;

    /// <summary>The learning rate of each member's most recent step; 0 before the first step.</summary>
    public IReadOnlyList<double> Last => current;

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
            current[member] = step < steps[member] ? rates.At(epoch, step, steps[member], plateaus[member]) : current[member];
        }

        step++;
        return current;
    }
}
