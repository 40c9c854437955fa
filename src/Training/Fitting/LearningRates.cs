using LearnML.Contracts;

namespace LearnML.Training.Fitting;

/// <summary>The learning rate of every step, by PyTorch's formulas.</summary>
/// <param name="spec">The optimizer.</param>
/// <param name="epochs">How many epochs the run has.</param>
public sealed class LearningRates(OptimizerSpec spec, int epochs)
{
    /// <summary>The patience of a plateau where none is given, as in PyTorch.</summary>
    public const int DefaultPatience = 10;

    private const double DefaultFactor = 0.1;

    // OneCycleLR's own defaults.
    private const double RisingShare = 0.3;
    private const double StartDivisor = 25;
    private const double EndDivisor = 1e4;

    private readonly double peak = spec.LearningRate ?? Default(spec.Kind);
    private readonly ScheduleSpec schedule = spec.Schedule;

    /// <summary>The learning rate of a kind of optimizer where none is given.</summary>
    public static double Default(OptimizerKind kind) => kind switch
    {
        OptimizerKind.Sgd => 0.1,
        OptimizerKind.Adagrad => 0.01,
        OptimizerKind.Adadelta => 1,
        _ => 0.001,
    };

    /// <summary>The learning rate of a step.</summary>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="step">The step in it, from 0.</param>
    /// <param name="steps">How many steps it has.</param>
    /// <param name="plateau">What the plateaus so far multiply by.</param>
    public double At(int epoch, long step, long steps, double plateau)
    {
        var done = epoch - 1 - schedule.WarmUpEpochs;
        return done < 0
            ? peak * (((epoch - 1) * steps) + step + 1) / (schedule.WarmUpEpochs * steps)
            : schedule.Kind switch
            {
                ScheduleKind.Constant => peak,
                ScheduleKind.Step => peak * Math.Pow(schedule.Factor ?? DefaultFactor, done / schedule.StepEpochs!.Value),
                ScheduleKind.Cosine => Cosine(peak, schedule.Minimum ?? 0, (double)done / (epochs - schedule.WarmUpEpochs)),
                ScheduleKind.OneCycle => OneCycle((done * steps) + step, epochs * steps),
                ScheduleKind.Plateau => Math.Max(peak * plateau, schedule.Minimum ?? 0),
                _ => throw new ArgumentOutOfRangeException(nameof(epoch), schedule.Kind, null),
            };
    }

    /// <summary>What follows the validation loss of a network; null where no plateau is asked for.</summary>
    internal Plateau? Plateau() => schedule.Kind == ScheduleKind.Plateau ? new Plateau(schedule.Factor ?? DefaultFactor, schedule.Patience ?? DefaultPatience) : null;

    private double OneCycle(long step, long total)
    {
        var top = Math.Max((RisingShare * total) - 1, 0);
        return step <= top
            ? Cosine(peak / StartDivisor, peak, top == 0 ? 1 : step / top)
            : Cosine(peak, peak / StartDivisor / EndDivisor, (step - top) / (total - 1 - top));
    }

    /// <summary>From one number to another along half a cosine.</summary>
    private static double Cosine(double from, double to, double share) => to + ((from - to) * (1 + Math.Cos(Math.PI * share)) / 2);
}
