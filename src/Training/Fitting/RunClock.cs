using System.Diagnostics;
using LearnML.Training.Checkpoints;

namespace LearnML.Training.Fitting;

/// <summary>Measures the training time of a run, including the time before it was resumed.</summary>
internal sealed class RunClock
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private TimeSpan before;

    /// <summary>The total training time.</summary>
    public TimeSpan Elapsed => before + clock.Elapsed;

    /// <summary>Saves the training time to the state, or restores it from it.</summary>
    public void Carry(TrainingState state)
    {
        var elapsed = state.Value("elapsed", Elapsed);
        before = state.IsRestored ? elapsed : before;
    }
}
