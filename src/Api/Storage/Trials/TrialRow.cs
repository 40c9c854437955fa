using LearnML.Contracts;

namespace LearnML.Api.Storage.Trials;

/// <summary>
/// The state of a trial of a search that has begun. It follows from the stored epochs and from what the training tells, so that a list of trials need
/// not read all epochs.
/// </summary>
public sealed class TrialRow
{
    /// <summary>The id of the job.</summary>
    public Guid JobId { get; init; }

    /// <summary>The number of the trial, from 1.</summary>
    public int Number { get; init; }

    /// <summary>Running, finished, dropped or diverged.</summary>
    public TrialState State { get; set; }

    /// <summary>The best value of the search's objective so far; that of the kept epoch after the end. Null without one.</summary>
    public double? Score { get; set; }

    /// <summary>The epoch of the score; null without one.</summary>
    public int? Epoch { get; set; }
}
