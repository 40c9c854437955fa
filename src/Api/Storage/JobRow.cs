using System.Linq.Expressions;
using LearnML.Contracts;

namespace LearnML.Api.Storage;

/// <summary>A stored job. This row is the only source of truth about the job.</summary>
public sealed class JobRow
{
    /// <summary>The caller name of jobs that were posted from this machine without a key.</summary>
    public const string LocalCaller = "local";

    /// <summary>The id of the job: a UUID of version 7, which sorts by creation time.</summary>
    public Guid Id { get; init; }

    /// <summary>The current state.</summary>
    public JobState State { get; set; }

    /// <summary>The spec of the job.</summary>
    public required JobSpec Spec { get; set; }

    /// <summary>The spec's dataset, to filter by.</summary>
    public required string Dataset { get; init; }

    /// <summary>The spec's model, to filter by.</summary>
    public required string Model { get; init; }

    /// <summary>A name for people.</summary>
    public string? Name { get; set; }

    /// <summary>A note for people.</summary>
    public string? Note { get; set; }

    /// <summary>The tags.</summary>
    public IReadOnlyList<string> Tags { get; set; } = [];

    /// <summary>Whether the job is marked with a star.</summary>
    public bool Starred { get; set; }

    /// <summary>The project that the job belongs to.</summary>
    public string? Project { get; set; }

    /// <summary>The queue of the job, chosen by the device of its spec.</summary>
    public required string Queue { get; set; }

    /// <summary>The name of the caller that posted the job.</summary>
    public required string StartedBy { get; init; }

    /// <summary>The name of the process that trains the job; null while none does.</summary>
    public string? Owner { get; set; }

    /// <summary>The trace of the request that posted the job, as a W3C <c>traceparent</c>, which training continues; null without tracing.</summary>
    public string? TraceParent { get; init; }

    /// <summary>The fencing token. It rises by one with each new owner, so that late writes of an earlier owner change nothing.</summary>
    public long Token { get; set; }

    /// <summary>When the lease of the owner ends unless it is renewed; null without an owner.</summary>
    public DateTimeOffset? LeaseUntil { get; set; }

    /// <summary>How many stops were requested since the job was posted or resumed.</summary>
    public int Stops { get; set; }

    /// <summary>How often the job was started since it last saved a checkpoint or was released in good order.</summary>
    public int Attempts { get; set; }

    /// <summary>The completed share of the training, 0 to 1.</summary>
    public double Progress { get; set; }

    /// <summary>The number of completed epochs.</summary>
    public int Epoch { get; set; }

    /// <summary>The fold of the newest metrics; null outside of a cross-validation or with several folds in lockstep.</summary>
    public int? Fold { get; set; }

    /// <summary>The scores of the best epoch so far; after the end, the scores of the model.</summary>
    public Metrics? Best { get; set; }

    /// <summary>Training rows per second.</summary>
    public double? SamplesPerSecond { get; set; }

    /// <summary>The estimated remaining seconds.</summary>
    public double? EtaSeconds { get; set; }

    /// <summary>When the job was posted.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>When the job first started to run.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When the job ended.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <summary>Why the job failed or was interrupted.</summary>
    public string? Error { get; set; }

    /// <summary>The kind of the error; null without an error.</summary>
    public EndReason? EndReason { get; set; }

    /// <summary>The model version that the job added.</summary>
    public int? Version { get; set; }

    /// <summary>The newest sequence number of the job's metrics.</summary>
    public long LastSequence { get; set; }

    /// <summary>The final evaluation.</summary>
    public Report? Report { get; set; }

    /// <summary>Reads a row without its report, which can be megabytes and is rarely needed.</summary>
    internal static Expression<Func<JobRow, JobRow>> WithoutReport { get; } = row => new JobRow
    {
        Id = row.Id,
        State = row.State,
        Spec = row.Spec,
        Dataset = row.Dataset,
        Model = row.Model,
        Name = row.Name,
        Note = row.Note,
        Tags = row.Tags,
        Starred = row.Starred,
        Project = row.Project,
        Queue = row.Queue,
        StartedBy = row.StartedBy,
        Owner = row.Owner,
        TraceParent = row.TraceParent,
        Token = row.Token,
        LeaseUntil = row.LeaseUntil,
        Stops = row.Stops,
        Attempts = row.Attempts,
        Progress = row.Progress,
        Epoch = row.Epoch,
        Fold = row.Fold,
        Best = row.Best,
        SamplesPerSecond = row.SamplesPerSecond,
        EtaSeconds = row.EtaSeconds,
        CreatedAt = row.CreatedAt,
        StartedAt = row.StartedAt,
        EndedAt = row.EndedAt,
        Error = row.Error,
        EndReason = row.EndReason,
        Version = row.Version,
        LastSequence = row.LastSequence,
    };

    /// <summary>What people wrote on the job.</summary>
    internal JobLabels Labels => new() { Name = Name, Note = Note, Tags = Tags, Starred = Starred, Project = Project };

    internal Job ToJob(int? queuePosition) => new()
    {
        Id = Id,
        State = State,
        Spec = Spec,
        Name = Name,
        Note = Note,
        Tags = Tags,
        Starred = Starred,
        Project = Project,
        Progress = Progress,
        StartedBy = StartedBy,
        Epoch = Epoch,
        Epochs = Spec.Training.Epochs,
        Fold = Fold,
        Folds = Spec.Validation.CountFolds(),
        Best = Best,
        SamplesPerSecond = SamplesPerSecond,
        EtaSeconds = EtaSeconds,
        QueuePosition = queuePosition,
        CreatedAt = CreatedAt,
        StartedAt = StartedAt,
        EndedAt = EndedAt,
        Error = Error,
        EndReason = EndReason,
        Model = Model,
        Version = Version,
        LastSequence = LastSequence,
    };
}
