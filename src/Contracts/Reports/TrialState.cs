namespace LearnML.Contracts;

/// <summary>The state of a trial of a search.</summary>
public enum TrialState
{
    /// <summary>The trial has no epoch yet.</summary>
    Waiting,

    /// <summary>The trial has epochs, and is trained on.</summary>
    Running,

    /// <summary>The trial has a score.</summary>
    Finished,

    /// <summary>Halving ended the trial early, because others had better scores.</summary>
    Dropped,

    /// <summary>
    /// The loss of the trial became too large or was no longer finite. It has no score, except that of halving's last choice before it diverged.
    /// </summary>
    Diverged,

    /// <summary>The search ended before the trial began.</summary>
    Skipped,

    /// <summary>The search was cancelled, failed or was interrupted before the trial ended. Its score is the best so far.</summary>
    Cancelled,
}
