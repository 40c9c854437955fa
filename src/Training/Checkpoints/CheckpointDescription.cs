using System.Text.Json.Serialization;
using LearnML.Contracts;
using LearnML.Training.Preprocessing;

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

    /// <summary>The size of <c>weights.safetensors</c> in bytes; 0 where it is not told.</summary>
    public long WeightsBytes { get; init; }

    /// <summary>SHA-256 of the dataset it learned from, in hexadecimal.</summary>
    public required string DatasetHash { get; init; }

    /// <summary>The images that it takes in; null where it takes rows of a table.</summary>
    public ImageInput? Image { get; init; }

    /// <summary>The rows that it takes in, and how they become numbers; null where it takes images.</summary>
    public TablePreprocessing? Table { get; init; }

    /// <summary>How the number that it learned becomes the one that it answers; null for classes.</summary>
    public TargetEncoding? Target { get; init; }

    /// <summary>What it can answer, by class index; empty for numbers.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The epoch whose weights it holds.</summary>
    public required int Epoch { get; init; }

    /// <summary>Scores on the validation rows; of a cross-validation, those of all out-of-fold predictions together.</summary>
    public required Metrics Validation { get; init; }

    /// <summary>Trainable numbers in it.</summary>
    public required long Parameters { get; init; }

    /// <summary>Numbers that a network takes in for a row.</summary>
    [JsonIgnore]
    public int Inputs => Image?.Size ?? Table!.Width;

    /// <summary>Numbers that come out for a row: one for each class, or one.</summary>
    [JsonIgnore]
    public int Outputs => Math.Max(Classes.Count, 1);

    /// <summary>SHA-256 of <c>weights.safetensors</c>, in hexadecimal.</summary>
    public string WeightsSha256 { get; init; } = "";
}
