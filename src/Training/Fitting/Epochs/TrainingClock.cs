using System.Diagnostics;
using LearnML.Training.State;

namespace LearnML.Training.Fitting.Epochs;

/// <summary>Measures the training time of a run, including the time before it was resumed.</summary>
internal sealed class TrainingClock
{
    private readonly Stopwatch stopwatch = Stopwatch.StartNew();
    private TimeSpan elapsedBefore;

    /// <summary>The total training time.</summary>
    public TimeSpan Elapsed => elapsedBefore + stopwatch.Elapsed;

    /// <summary>Saves the training time to the state, or restores it from it.</summary>
    public void SaveOrRestore(TrainingState state)
    {
        var elapsed = state.SaveOrRestoreValue("elapsed", Elapsed);
        elapsedBefore = state.IsRestoring ? elapsed : elapsedBefore;
    }
}
