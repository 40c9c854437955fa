using LearnML.Contracts;

namespace LearnML.Api.Storage;

/// <summary>A job as stored: the truth about it.</summary>
public sealed class JobRow
{
    /// <summary>The job. Version 7: in the order of creation.</summary>
    public Guid Id { get; init; }

    /// <summary>Where it stands.</summary>
    public JobState State { get; set; }

    /// <summary>What it runs.</summary>
    public required JobSpec Spec { get; set; }

    /// <summary>The spec's dataset, to filter by.</summary>
    public required string Dataset { get; init; }

    /// <summary>The spec's model, to filter by.</summary>
    public required string Model { get; init; }

    /// <summary>The queue it is in, which is that of the device it asked for.</summary>
    public required string Queue { get; set; }

    /// <summary>Who posted it.</summary>
    public required string StartedBy { get; init; }

    /// <summary>The process that trains it; null while none does.</summary>
    public string? Owner { get; set; }

    /// <summary>The request that made it, as a W3C <c>traceparent</c>: whoever trains it goes on with that trace. Null where nobody traces.</summary>
    public string? TraceParent { get; init; }

    /// <summary>Rises by one with each owner: what an earlier owner still writes is refused by it.</summary>
    public long Token { get; set; }

    /// <summary>Until when the owner has it to itself unless it renews.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>How often it was asked to stop since it was posted or resumed.</summary>
    public int Stops { get; set; }

    /// <summary>How often it was started since it last got on: by a checkpoint, or by being given back in good order.</summary>
    public int Attempts { get; set; }

    /// <summary>The share done, 0 to 1.</summary>
    public double Progress { get; set; }

    /// <summary>Completed epochs.</summary>
    public int Epoch { get; set; }

    /// <summary>The fold of its newest metrics.</summary>
    public int? Fold { get; set; }

    /// <summary>The scores of its best epoch so far, or of what was kept.</summary>
    public Metrics? Best { get; set; }

    /// <summary>Training rows per second.</summary>
    public double? SamplesPerSecond { get; set; }

    /// <summary>Seconds that remain.</summary>
    public double? EtaSeconds { get; set; }

    /// <summary>When it was accepted.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When it began to run.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Why it did not succeed.</summary>
    public string? Error { get; set; }

    /// <summary>The model version it added.</summary>
    public int? Version { get; set; }

    /// <summary>The newest sequence number of its metrics.</summary>
    public long LastSequence { get; set; }

    /// <summary>The final evaluation.</summary>
    public Report? Report { get; set; }

    internal Job ToJob(int? queuePosition) => new()
    {
        Id = Id,
        State = State,
        Spec = Spec,
        Progress = Progress,
        StartedBy = StartedBy,
        Epoch = Epoch,
        Epochs = Spec.Training.Epochs,
        Fold = Fold,
        Folds = Spec.Validation.Folds,
        Best = Best,
        SamplesPerSecond = SamplesPerSecond,
        EtaSeconds = EtaSeconds,
        QueuePosition = queuePosition,
        CreatedAt = CreatedAt,
        StartedAt = StartedAt,
        EndedAt = EndedAt,
        Error = Error,
        Model = Model,
        Version = Version,
        LastSequence = LastSequence,
    };
}
