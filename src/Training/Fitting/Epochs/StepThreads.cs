using LearnML.Training.Devices;
using LearnML.Training.Networks;
using TorchSharp;

namespace LearnML.Training.Fitting.Epochs;

/// <summary>
/// Chooses whether the steps of a training on a CPU use one thread or all. At the end of each operation all threads wait for the slowest. So while
/// other programs use the processors, all threads can be several times slower than one. Both are measured at the start and again from time to
/// time. The choice changes no result, because all operations of a step compute the same with any number of threads: see
/// <see cref="LibtorchSettings"/>.
/// </summary>
internal sealed class StepThreads
{
    /// <summary>Up to this many multiplications in one step of all members, a second thread always costs more time than it saves.</summary>
    private const double SingleThreadMultiplicationLimit = 1e6;

    /// <summary>With fewer rows, a product can depend on the number of threads, so one thread computes it.</summary>
    private const long MinimumRows = 32;

    /// <summary>Libtorch splits sums of more numbers between threads, so that they depend on their number.</summary>
    private const long MaximumRows = 1 << 15;

    /// <summary>Each number of threads is measured for this many steps, or for fewer if its time is up.</summary>
    private const int TrialSteps = 8;

    /// <summary>All measurements together may take a thirtieth of the time.</summary>
    private const int CostFactor = 30;

    private static readonly TimeSpan TrialTime = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan MinimumPause = TimeSpan.FromSeconds(1);

    private readonly bool isMeasured;
    private readonly TimeProvider clock;
    private long largestBatch;
    private bool? isSet;
    private bool isTrial;
    private long stepStart;
    private long trialEnd;
    private TimeSpan pause;
    private Trial one = new();
    private Trial all = new();

    private StepThreads(bool usesAll, bool isMeasured, TimeProvider clock) =>
        (UsesAll, this.isMeasured, this.clock, isTrial) = (usesAll, isMeasured, clock, isMeasured);

    /// <summary>Whether all threads were faster than one when both were last measured.</summary>
    public bool UsesAll { get; private set; }

    /// <summary>Chooses for a network: one thread if it is small, all if its batches are very large, else by measuring.</summary>
    public static StepThreads For(BatchedNetwork network, long batchSize)
    {
        var isOnCpu = network.Parameters.Values.device_type == DeviceType.CPU;
        var isSmall = network.MemberCount * network.MultiplyAdds * batchSize <= SingleThreadMultiplicationLimit;
        return !isSmall && isOnCpu && batchSize is >= MinimumRows and <= MaximumRows && LibtorchThreads.HasSeveral
            ? Measured(TimeProvider.System) : Always(all: !isSmall);
    }

    /// <summary>Chooses by measuring.</summary>
    /// <param name="clock">The clock.</param>
    public static StepThreads Measured(TimeProvider clock) => new(usesAll: true, isMeasured: true, clock);

    /// <summary>Uses always one thread, or always all.</summary>
    public static StepThreads Always(bool all) => new(all, isMeasured: false, TimeProvider.System);

    /// <summary>Sets the number of threads for a step, or for predictions.</summary>
    /// <param name="rows">The number of rows of each member.</param>
    public void Begin(long rows)
    {
        if (isMeasured && !isTrial && clock.GetElapsedTime(trialEnd) >= pause)
        {
            (isTrial, one, all) = (true, new Trial(), new Trial());
        }

        Set(rows >= MinimumRows && (isTrial ? one.IsComplete : UsesAll));
        stepStart = clock.GetTimestamp();
    }

    /// <summary>Measures a step that has ended. The last batch of an epoch is smaller, so it is not measured.</summary>
    /// <param name="rows">The number of rows of each member.</param>
    public void End(long rows)
    {
        largestBatch = Math.Max(largestBatch, rows);
        if (!isTrial || rows < largestBatch)
        {
            return;
        }

        (one.IsComplete ? all : one).Add(clock.GetElapsedTime(stepStart));
        if (all.IsComplete)
        {
            UsesAll = all.Mean < one.Mean;
            var (better, worse) = UsesAll ? (all, one) : (one, all);
            var cost = CostFactor * (worse.Total - (worse.Steps * better.Mean));
            (isTrial, trialEnd, pause) = (false, clock.GetTimestamp(), cost > MinimumPause ? cost : MinimumPause);
        }
    }

    private void Set(bool useAll)
    {
        if (isSet == useAll)
        {
            return;
        }

        isSet = useAll;
        if (useAll)
        {
            LibtorchThreads.UseDefault();
        }
        else
        {
            LibtorchThreads.UseOne();
        }
    }

    /// <summary>Measures one number of threads. The first step does not count: it wakes the threads, or allocates memory.</summary>
    private sealed class Trial
    {
        private TimeSpan first;
        private TimeSpan others;

        public int Steps { get; private set; }

        public TimeSpan Total => first + others;

        public TimeSpan Mean => others / (Steps - 1);

        public bool IsComplete => Steps > 1 && (Steps > TrialSteps || others >= TrialTime);

        public void Add(TimeSpan step)
        {
            (first, others) = Steps == 0 ? (step, TimeSpan.Zero) : (first, others + step);
            Steps++;
        }
    }
}
