using LearnML.Contracts;

namespace LearnML.Api.Storage;

/// <summary>A model version as stored; its weights are a checkpoint of its job.</summary>
public sealed class ModelVersionRow
{
    /// <summary>The model.</summary>
    public required string Name { get; init; }

    /// <summary>1, 2, 3, ... within the model.</summary>
    public int Version { get; init; }

    /// <summary>The job that trained it.</summary>
    public Guid JobId { get; init; }

    /// <summary>The checkpoint among those of the job.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>When it was deleted; null while it is not.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>What is told of it.</summary>
    public required ModelVersion Details { get; init; }
}
