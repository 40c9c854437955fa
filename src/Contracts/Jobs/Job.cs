namespace LearnML.Contracts;

/// <summary>One run of a spec.</summary>
public sealed record Job
{
    /// <summary>The job's id.</summary>
    public required Guid Id { get; init; }

    /// <summary>The job's state.</summary>
    public required JobState State { get; init; }

    /// <summary>The spec that the job runs, with every default filled in.</summary>
    public required JobSpec Spec { get; init; }

    /// <summary>A short name for people; null without one.</summary>
    public string? Name { get; init; }

    /// <summary>A note for people; null without one.</summary>
    public string? Note { get; init; }

    /// <summary>The tags, in the order in which they were given; empty without any.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Whether the job is marked with a star.</summary>
    public bool Starred { get; init; }

    /// <summary>The project that the job belongs to; null without one.</summary>
    public string? Project { get; init; }

    /// <summary>
    /// The caller that started the job: a key's name, <c>token:</c> and a subject, or <c>local</c>. Other callers need the scope <c>admin</c>
    /// to end, resume or delete it.
    /// </summary>
    public required string StartedBy { get; init; }

    /// <summary>The completed share of the training, 0 to 1.</summary>
    public double Progress { get; init; }

    /// <summary>The number of completed epochs.</summary>
    public int Epoch { get; init; }

    /// <summary>The requested number of epochs.</summary>
    public required int Epochs { get; init; }

    /// <summary>The fold of the newest metrics; null without cross-validation and while its final network is trained.</summary>
    public int? Fold { get; init; }

    /// <summary>The requested number of folds, in all repeats together; null without cross-validation.</summary>
    public int? Folds { get; init; }

    /// <summary>
    /// While the job runs: the validation metrics of the epoch with the lowest validation loss so far, in any fold (training metrics if there are
    /// no validation rows); null before the first epoch. When the job has a network: the validation metrics of its report and model version; after a
    /// cross-validation those of all out-of-fold predictions together.
    /// </summary>
    public Metrics? Best { get; init; }

    /// <summary>Training rows per second since the start, including time for validation; null before the first progress report.</summary>
    public double? SamplesPerSecond { get; init; }

    /// <summary>The remaining seconds at the present speed; null if the job is not running.</summary>
    public double? EtaSeconds { get; init; }

    /// <summary>The position in the queue of the job's device; 1 is next. Null if the job is not queued.</summary>
    public int? QueuePosition { get; init; }

    /// <summary>When the job was accepted (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the job started to run (UTC); null if it has not.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When the job ended (UTC); null if it has not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Why the job failed or was interrupted, and what to do; null for other jobs.</summary>
    public string? Error { get; init; }

    /// <summary>The kind of the error, for programs; null without an error, and for errors of earlier versions of the service.</summary>
    public EndReason? EndReason { get; init; }

    /// <summary>The model that the job adds a version to.</summary>
    public required string Model { get; init; }

    /// <summary>The version that the job added; null if it has added none (yet).</summary>
    public int? Version { get; init; }

    /// <summary>The sequence number of the newest metrics; 0 before the first.</summary>
    public long LastSequence { get; init; }
}
