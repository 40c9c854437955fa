namespace LearnML.Training.Fitting;

/// <summary>The learning rates of a stack's members, step by step through an epoch.</summary>
/// <param name="rates">How they change.</param>
/// <param name="epoch">The epoch, from 1.</param>
/// <param name="steps">The steps of each member in it.</param>
/// <param name="plateaus">What the plateaus of each member so far multiply by.</param>
internal sealed class EpochRates(LearningRates rates, int epoch, IReadOnlyList<long> steps, IReadOnlyList<double> plateaus)
{
    private readonly double[] current = new double[steps.Count];
    private long step;

    /// <summary>The learning rate of each member's last step so far.</summary>
    public IReadOnlyList<double> Last => current;

    /// <summary>Leaves out so many steps.</summary>
    public void Skip(long count)
    {
        for (var skipped = 0L; skipped < count; skipped++)
        {
            Next();
        }
    }

    /// <summary>The learning rate of each member's next step; one that has had its last keeps that.</summary>
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
