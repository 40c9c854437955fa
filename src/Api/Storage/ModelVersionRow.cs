using LearnML.Contracts;

namespace LearnML.Api.Storage;

/// <summary>A stored model version. Its weights are a checkpoint of its job.</summary>
public sealed class ModelVersionRow
{
    /// <summary>The name of the model.</summary>
    public required string Name { get; init; }

    /// <summary>The version number: 1, 2, 3, ... within the model.</summary>
    public int Version { get; init; }

    /// <summary>The id of the job that trained it.</summary>
    public Guid JobId { get; init; }

    /// <summary>The name of the checkpoint in the checkpoint folder of the job.</summary>
    public required string Checkpoint { get; init; }

    /// <summary>When the version was deleted; null if it was not.</summary>
    public DateTimeOffset? DeletedAt { get; set; }

    /// <summary>The public description of the version.</summary>
    public required ModelVersion Details { get; init; }
}
