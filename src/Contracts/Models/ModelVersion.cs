namespace LearnML.Contracts;

/// <summary>A network that answers predictions, and where it came from.</summary>
public sealed record ModelVersion
{
    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>1, 2, 3, ... within the model.</summary>
    public required int Version { get; init; }

    /// <summary>The job that trained it; of an imported version there is no such job here.</summary>
    public required Guid JobId { get; init; }

    /// <summary>Whether it was taken in as a file.</summary>
    public bool IsImported { get; init; }

    /// <summary>When it was deleted (UTC); null while it is not. It answers nothing, and can be restored.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>What the job ran; null for a version of an earlier service.</summary>
    public JobSpec? Spec { get; init; }

    /// <summary>SHA-256 of the dataset that it learned from, in hexadecimal.</summary>
    public string? DatasetHash { get; init; }

    /// <summary>SHA-256 of its weights' file, in hexadecimal.</summary>
    public string? WeightsSha256 { get; init; }

    /// <summary>The size of its weights' file in bytes.</summary>
    public long? WeightsBytes { get; init; }

    /// <summary>Its checkpoint among those of the job.</summary>
    public string Checkpoint { get; init; } = "";

    /// <summary>When it was added (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The dataset it learned from.</summary>
    public required string Dataset { get; init; }

    /// <summary>The epoch whose weights it holds.</summary>
    public required int Epoch { get; init; }

    /// <summary>Trainable numbers in it.</summary>
    public required long Parameters { get; init; }

    /// <summary>Scores on the validation rows; of a cross-validation, those of all out-of-fold predictions together.</summary>
    public required Metrics Validation { get; init; }

    /// <summary>Scores on the test part; null where there is none.</summary>
    public Metrics? Test { get; init; }

    /// <summary>What it predicts.</summary>
    public required LearningTask Task { get; init; }

    /// <summary>What it can answer, by class index; null for numbers.</summary>
    public IReadOnlyList<string>? Classes { get; init; }
}
