using LearnML.Contracts;

namespace LearnML.Training.Checkpoints;

/// <summary>
/// What a checkpoint says of itself: everything needed to answer predictions from its weights, and where it came from.
/// It is the file <c>checkpoint.json</c> beside <c>weights.safetensors</c>.
/// </summary>
public sealed record CheckpointDescription
{
    /// <summary>The version of this format.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The version of the format it was written in.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>The job that trained it.</summary>
    public required Guid JobId { get; init; }

    /// <summary>The spec it was trained by.</summary>
    public required JobSpec Spec { get; init; }

    /// <summary>SHA-256 of the dataset it learned from, in hexadecimal.</summary>
    public required string DatasetHash { get; init; }

    /// <summary>What it takes in.</summary>
    public required ImageInput Input { get; init; }

    /// <summary>What it can answer, by class index.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The epoch whose weights it holds.</summary>
    public required int Epoch { get; init; }

    /// <summary>Scores on the validation rows after that epoch.</summary>
    public required Metrics Validation { get; init; }

    /// <summary>Trainable numbers in it.</summary>
    public required long Parameters { get; init; }

    /// <summary>SHA-256 of <c>weights.safetensors</c>, in hexadecimal.</summary>
    public string WeightsSha256 { get; init; } = "";
}
