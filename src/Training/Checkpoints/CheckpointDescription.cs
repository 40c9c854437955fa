using System.Text.Json.Serialization;
using LearnML.Contracts;
using LearnML.Training.Calibration;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Networks.Planning;
using LearnML.Training.Preprocessing;

namespace LearnML.Training.Checkpoints;

/// <summary>
/// The description of a checkpoint: everything that is needed to predict with its weights, and where they come from. It is stored in
/// <c>checkpoint.json</c> next to <c>weights.safetensors</c>.
/// </summary>
public sealed record CheckpointDescription
{
    /// <summary>The format version that this program writes and reads.</summary>
    public const int CurrentFormat = 1;

    /// <summary>The maximum number of characters of a class name, because the predictions of all rows repeat it.</summary>
    public const int MaximumClassLength = 1_000;

    /// <summary>The format version of this description.</summary>
    public int Format { get; init; } = CurrentFormat;

    /// <summary>The id of the job that trained it.</summary>
    public required Guid JobId { get; init; }

    /// <summary>The spec of the job.</summary>
    public required JobSpec Spec { get; init; }

    /// <summary>The size of <c>weights.safetensors</c> in bytes; 0 if it is unknown.</summary>
    public long WeightsBytes { get; init; }

    /// <summary>The SHA-256 hash of the training dataset, in hexadecimal.</summary>
    public required string DatasetHash { get; init; }

    /// <summary>The format of the input images; null if the input is rows of a table.</summary>
    public ImageInput? Image { get; init; }

    /// <summary>The input columns and their encodings; null if the input is images.</summary>
    public TablePreprocessing? Table { get; init; }

    /// <summary>The encoding of a numeric target; null for classification.</summary>
    public TargetEncoding? Target { get; init; }

    /// <summary>How the target and the weights are read from a table; null for images and in checkpoints of earlier versions.</summary>
    public ScoredColumns? Scored { get; init; }

    /// <summary>
    /// The outputs of the constant baseline: the logarithm of each class's share of the training rows, or the mean of the encoded target. Null in
    /// checkpoints of earlier versions.
    /// </summary>
    public IReadOnlyList<float>? ConstantOutputs { get; init; }

    /// <summary>From which probability on a model of two classes answers one of them; null: it answers the most probable class.</summary>
    public DecisionThreshold? Threshold { get; init; }

    /// <summary>The temperature of the probabilities; null: they are those of the networks.</summary>
    public double? Temperature { get; init; }

    /// <summary>The class labels in the order of their indices; empty for regression.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>The epoch after which the weights were saved.</summary>
    public required int Epoch { get; init; }

    /// <summary>The metrics on the validation rows. With cross-validation, the metrics of all out-of-fold predictions together.</summary>
    public required Metrics Validation { get; init; }

    /// <summary>The number of parameter values of all networks.</summary>
    public required long Parameters { get; init; }

    /// <summary>The number of inputs per row.</summary>
    [JsonIgnore]
    public int Inputs => Image?.Size ?? Table!.Width;

    /// <summary>What the networks know about the inputs.</summary>
    [JsonIgnore]
    internal NetworkInputs NetworkInputs => Table is null ? Image!.Size : TableInputs.Create(Table);

    /// <summary>The number of outputs per row: one for each class, or 1 for regression.</summary>
    [JsonIgnore]
    public int Outputs => Math.Max(Classes.Count, 1);

    /// <summary>The SHA-256 hash of <c>weights.safetensors</c>, in hexadecimal.</summary>
    public string WeightsSha256 { get; init; } = "";
}
