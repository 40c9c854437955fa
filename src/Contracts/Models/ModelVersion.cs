namespace LearnML.Contracts;

/// <summary>A trained network that serves predictions, and its origin.</summary>
public sealed record ModelVersion
{
    /// <summary>The model's name.</summary>
    public required string Name { get; init; }

    /// <summary>1, 2, 3, ... within the model.</summary>
    public required int Version { get; init; }

    /// <summary>The job that trained the version. The job of an imported version does not exist in this service.</summary>
    public required Guid JobId { get; init; }

    /// <summary>Whether the version was imported from a file.</summary>
    public bool IsImported { get; init; }

    /// <summary>When the version was deleted (UTC); null if it is not. A deleted version serves no predictions and can be restored.</summary>
    public DateTimeOffset? DeletedAt { get; init; }

    /// <summary>The job's spec; null among the versions of a model, and for versions from earlier releases of the service.</summary>
    public JobSpec? Spec { get; init; }

    /// <summary>The SHA-256 hash of the training dataset, in hexadecimal.</summary>
    public string? DatasetHash { get; init; }

    /// <summary>
    /// The SHA-256 hash of the data as the training read it: the dataset with its column types and its test file; null for imported versions and
    /// versions from earlier releases of the service.
    /// </summary>
    public string? TrainingDataHash { get; init; }

    /// <summary>The SHA-256 hash of the weights file, in hexadecimal.</summary>
    public string? WeightsSha256 { get; init; }

    /// <summary>The size of the weights file in bytes.</summary>
    public long? WeightsBytes { get; init; }

    /// <summary>The name of the version's checkpoint among the job's checkpoints.</summary>
    public string Checkpoint { get; init; } = "";

    /// <summary>When the version was added (UTC).</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The name of the training dataset.</summary>
    public required string Dataset { get; init; }

    /// <summary>The epoch whose weights the version has.</summary>
    public required int Epoch { get; init; }

    /// <summary>The number of trainable parameters.</summary>
    public required long Parameters { get; init; }

    /// <summary>Metrics on the validation rows. After a cross-validation: metrics of all out-of-fold predictions together.</summary>
    public required Metrics Validation { get; init; }

    /// <summary>Metrics on the test part; null if there is none.</summary>
    public Metrics? Test { get; init; }

    /// <summary>What the network predicts.</summary>
    public required LearningTask Task { get; init; }

    /// <summary>Whether the version took over from another one when it was added, and why; null if the model's setting was <c>always</c>.</summary>
    public Promotion? Promotion { get; init; }

    /// <summary>The class names, by class index; null for regression, and among the versions of a model.</summary>
    public IReadOnlyList<string>? Classes { get; init; }
}
