using LearnML.Contracts;

namespace LearnML.Training.Fitting.Schedules;

/// <summary>Computes the learning rate of every step, with the formulas of PyTorch or of the papers that <see cref="ScheduleKind"/> names.</summary>
/// <param name="spec">The optimizer, with its schedule.</param>
/// <param name="epochs">The number of epochs of the run.</param>
public sealed class LearningRateSchedule(OptimizerSpec spec, int epochs)
{
    // The defaults of PyTorch's OneCycleLR: pct_start, div_factor and final_div_factor.
    private const double OneCycleRisingShare = 0.3;
    private const double OneCycleInitialDivisor = 25;
    private const double OneCycleFinalDivisor = 1e4;

    private readonly double peak = spec.LearningRate ?? OptimizerSpec.DefaultLearningRate(spec.Kind);
    private readonly ScheduleSpec schedule = spec.Schedule;

    /// <summary>Returns the learning rate of a step.</summary>
    /// <param name="epoch">The number of the epoch, from 1.</param>
    /// <param name="step">The number of the step within the epoch, from 0.</param>
    /// <param name="stepCount">The number of steps in the epoch.</param>
    /// <param name="plateauFactor">The factor from the plateaus so far. Used only by <see cref="ScheduleKind.Plateau"/>.</param>
    public double RateAt(int epoch, long step, long stepCount, double plateauFactor)
    {
        var done = epoch - 1 - schedule.WarmUpEpochs;
        return done < 0
            ? peak * (((epoch - 1) * stepCount) + step + 1) / (schedule.WarmUpEpochs * stepCount)
            : schedule.Kind switch
            {
                ScheduleKind.Constant => peak,
                ScheduleKind.Step => peak * Math.Pow(schedule.Factor ?? ScheduleSpec.DefaultFactor, done / schedule.StepEpochs!.Value),
                ScheduleKind.Cosine => InterpolateCosine(peak, schedule.Minimum ?? 0, (double)done / (epochs - schedule.WarmUpEpochs)),
                ScheduleKind.FlatCos => InterpolateCosine(peak, 0, Math.Max(0, (2 * ShareOfSteps(done, step, stepCount)) - 1)),
                ScheduleKind.CosLog4 => peak * (1 - Math.Cos(2 * Math.PI * Math.Log2(1 + (15 * ShareOfSteps(done, step, stepCount))))) / 2,
                ScheduleKind.OneCycle => OneCycle((done * stepCount) + step, epochs * stepCount),
                ScheduleKind.Plateau => Math.Max(peak * plateauFactor, schedule.Minimum ?? 0),
                _ => throw new ArgumentOutOfRangeException(nameof(epoch), schedule.Kind, null),
            };
    }

    /// <summary>Creates the plateau detection of one network; null if the schedule is not <see cref="ScheduleKind.Plateau"/>.</summary>
    internal ReduceOnPlateau? CreateReduceOnPlateau() => schedule.Kind == ScheduleKind.Plateau
        ? new ReduceOnPlateau(schedule.Factor ?? ScheduleSpec.DefaultFactor, schedule.Patience ?? ScheduleSpec.DefaultPatience)
        : null;

    /// <summary>The steps after the warm-up before this one, as a share of all after the warm-up.</summary>
    private double ShareOfSteps(int epochsDone, long step, long stepCount) =>
        (epochsDone + ((double)step / stepCount)) / (epochs - schedule.WarmUpEpochs);

    private double OneCycle(long step, long total)
    {
        var top = Math.Max((OneCycleRisingShare * total) - 1, 0);
        return step <= top
            ? InterpolateCosine(peak / OneCycleInitialDivisor, peak, top == 0 ? 1 : step / top)
            : InterpolateCosine(peak, peak / OneCycleInitialDivisor / OneCycleFinalDivisor, (step - top) / (total - 1 - top));
    }

    /// <summary>Interpolates between two numbers along half a cosine wave.</summary>
    private static double InterpolateCosine(double from, double to, double share) => to + ((from - to) * (1 + Math.Cos(Math.PI * share)) / 2);
}
