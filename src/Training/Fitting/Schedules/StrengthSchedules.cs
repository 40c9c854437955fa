using LearnML.Contracts;

namespace LearnML.Training.Fitting.Schedules;

/// <summary>Computes the strength of dropout and of weight decay in an epoch.</summary>
internal static class StrengthSchedules
{
    /// <summary>Returns the share of the whole strength, from 0 to 1.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="epoch">The number of the epoch, from 1.</param>
    /// <param name="epochs">The number of epochs of the run.</param>
    public static double ShareIn(StrengthSchedule schedule, int epoch, int epochs)
    {
        var done = (double)(epoch - 1) / epochs;
        return schedule switch
        {
            StrengthSchedule.Constant => 1,
            StrengthSchedule.Cosine => FallAlongCosine(done),
            StrengthSchedule.FlatCos => FallAlongCosine(Math.Max(0, (2 * done) - 1)),
            _ => throw new ArgumentOutOfRangeException(nameof(schedule), schedule, null),
        };
    }

    private static double FallAlongCosine(double share) => (1 + Math.Cos(Math.PI * share)) / 2;
}
