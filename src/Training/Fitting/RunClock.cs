using System.Diagnostics;
using LearnML.Training.Checkpoints;

namespace LearnML.Training.Fitting;

/// <summary>How long a run has been trained, in whichever processes.</summary>
internal sealed class RunClock
{
    private readonly Stopwatch clock = Stopwatch.StartNew();
    private TimeSpan before;

    /// <summary>How long altogether.</summary>
    public TimeSpan Elapsed => before + clock.Elapsed;

    /// <summary>Carries how long it has been.</summary>
    public void Carry(TrainingState state)
    {
        var elapsed = state.Value("elapsed", Elapsed);
        before = state.IsRestored ? elapsed : before;
    }
}
