namespace LearnML.Contracts;

/// <summary>One run of a spec.</summary>
public sealed record Job
{
    /// <summary>The job's identity.</summary>
    public required Guid Id { get; init; }

    /// <summary>Where the job stands.</summary>
    public required JobState State { get; init; }

    /// <summary>What it runs, with every default filled in.</summary>
    public required JobSpec Spec { get; init; }

    /// <summary>Who posted it: a key's name, <c>token:</c> and a subject, or <c>local</c>. Others need the scope <c>admin</c> to end, resume or delete it.</summary>
    public required string StartedBy { get; init; }

    /// <summary>The share of the training that is done, 0 to 1.</summary>
    public double Progress { get; init; }

    /// <summary>Completed epochs.</summary>
    public int Epoch { get; init; }

    /// <summary>Epochs asked for.</summary>
    public required int Epochs { get; init; }

    /// <summary>The fold of its newest metrics; null outside of a cross-validation and while its final network is trained.</summary>
    public int? Fold { get; init; }

    /// <summary>Folds asked for; null outside of a cross-validation.</summary>
    public int? Folds { get; init; }

    /// <summary>
    /// The scores of its best epoch so far, on the validation rows: of the one with the lowest validation loss, while a cross-validation runs of whichever
    /// fold (on the training rows where nothing is validated); null before the first epoch. Once a network is kept, the scores of what was kept:
    /// those of its model version, of a cross-validation the mean over the folds.
    /// </summary>
    public Metrics? Best { get; init; }

    /// <summary>Training rows per second since the start, validation included; null before the first report.</summary>
    public double? SamplesPerSecond { get; init; }

    /// <summary>Seconds of training that remain at the present speed; null when not running.</summary>
    public double? EtaSeconds { get; init; }

    /// <summary>1 for the next job of its device; null when not queued.</summary>
    public int? QueuePosition { get; init; }

    /// <summary>When it was accepted (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it began to run (UTC).</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When it ended (UTC).</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why it failed or was interrupted, and what to do.</summary>
    public string? Error { get; init; }

    /// <summary>The model that it adds a version to.</summary>
    public required string Model { get; init; }

    /// <summary>The version it added; null until it has.</summary>
    public int? Version { get; init; }

    /// <summary>The sequence number of its newest metrics; 0 before the first.</summary>
    public long LastSequence { get; init; }
}
