using System.Text.Json;
using LearnML.Contracts;
using LearnML.Training.Calibration;
using LearnML.Training.Networks;
using LearnML.Training.State;
using static TorchSharp.torch;

namespace LearnML.Training.Checkpoints;

/// <summary>The checkpoint of a model version: a folder with <c>weights.safetensors</c> and <c>checkpoint.json</c>.</summary>
/// <param name="path">The folder of the checkpoint.</param>
internal sealed class VersionCheckpoint(string path)
{
    private const string BackgroundName = "rows";

    private static readonly JsonSerializerOptions JsonOptions = new(WireFormat.Options) { WriteIndented = true };

    /// <summary>The path of the out-of-fold predictions of a cross-validation.</summary>
    public string OutOfFoldPath => Path.Combine(path, "out-of-fold.csv");

    private string BackgroundPath => Path.Combine(path, "background.safetensors");

    private string ConformalPath => Path.Combine(path, "conformal.json");

    private string WeightsPath => Path.Combine(path, "weights.safetensors");

    private string DescriptionPath => Path.Combine(path, "checkpoint.json");

    /// <summary>Writes all networks of an ensemble, or one network, to the folder.</summary>
    /// <returns>The description with the hash and the size of the weights.</returns>
    public CheckpointDescription Write(BatchedNetwork network, CheckpointDescription description)
    {
        Directory.CreateDirectory(path);
        var hash = HashedFile.Write(WeightsPath, file => Safetensors.Write(file, CheckpointNetwork.StateDict(network)));
        var hashed = description with { WeightsSha256 = hash, WeightsBytes = new FileInfo(WeightsPath).Length };
        HashedFile.Write(DescriptionPath, file => JsonSerializer.Serialize(file, hashed, JsonOptions));
        return hashed;
    }

    /// <summary>Reads the description and the parameters, and verifies the hash of the weights.</summary>
    /// <exception cref="CheckpointException">The checkpoint is missing or damaged.</exception>
    public (CheckpointDescription Description, Dictionary<string, Tensor> Parameters) Load() => Open((description, _, weights) =>
    {
        using (weights)
        {
            return (description, Safetensors.Read(weights));
        }
    });

    /// <summary>Writes the training rows that explanations start from.</summary>
    /// <param name="rows">[rows, inputs], encoded.</param>
    /// <param name="width">The number of inputs per row.</param>
    public void WriteBackground(float[] rows, int width)
    {
        using var tensor = from_array(rows);
        using var shaped = tensor.view(-1, width);
        HashedFile.Write(BackgroundPath, file => Safetensors.Write(file, [(BackgroundName, shaped)]));
    }

    /// <summary>Reads the training rows that explanations start from, [rows, inputs]; null if the checkpoint has none.</summary>
    /// <param name="width">The number of inputs per row.</param>
    /// <exception cref="CheckpointException">The file is damaged.</exception>
    public float[]? ReadBackground(int width)
    {
        if (!File.Exists(BackgroundPath))
        {
            return null;
        }

        return Guard(() =>
        {
            using var file = File.OpenRead(BackgroundPath);
            using var scope = NewDisposeScope();
            return Safetensors.Read(file).GetValueOrDefault(BackgroundName) is { } rows && rows.dtype == float32
                && rows.shape is [> 0, var inputs] && inputs == width
                ? rows.data<float>().ToArray()
                : throw new CheckpointException("The checkpoint's background rows are damaged.");
        });
    }

    /// <summary>Writes the errors on rows that no network was trained on, from which intervals follow.</summary>
    public void WriteConformal(ConformalScores scores) =>
        HashedFile.Write(ConformalPath, file => JsonSerializer.Serialize(file, scores, WireFormat.Options));

    /// <summary>Reads the errors from which intervals follow; null if the checkpoint has none.</summary>
    /// <exception cref="CheckpointException">The file is damaged.</exception>
    public ConformalScores? ReadConformal() => !File.Exists(ConformalPath) ? null : Guard(() =>
        JsonSerializer.Deserialize<ConformalScores>(File.ReadAllBytes(ConformalPath), WireFormat.Options) is { AreValid: true } scores
            ? scores
            : throw new CheckpointException("The checkpoint's conformal scores are damaged."));

    /// <summary>Opens the checkpoint as one safetensors file that contains the weights, and the description in its metadata.</summary>
    /// <returns>The first bytes of the file, and a stream with the rest. The caller disposes the stream.</returns>
    /// <exception cref="CheckpointException">The checkpoint is missing or damaged.</exception>
    public (byte[] Header, Stream Weights) OpenSafetensors() => Open((_, json, weights) =>
        (SafetensorsHeader.ReplaceMetadata(weights, SafetensorsCheckpoint.CreateMetadata(json)), (Stream)weights));

    /// <summary>Reads the description, and when it was saved. Does not read the weights.</summary>
    /// <exception cref="CheckpointException">The description is missing or damaged.</exception>
    public (CheckpointDescription Description, DateTimeOffset SavedAt) ReadDescription() =>
        Guard(() => (Parse(File.ReadAllText(DescriptionPath)), new DateTimeOffset(File.GetLastWriteTimeUtc(DescriptionPath))));

    private T Open<T>(Func<CheckpointDescription, string, FileStream, T> read) => Guard(() =>
    {
        var json = File.ReadAllText(DescriptionPath);
        var description = Parse(json);
        var weights = HashedFile.TryOpen(WeightsPath, description.WeightsSha256)
            ?? throw new CheckpointException("The checkpoint's weights are damaged: their SHA-256 hash is not the one in the description.");
        try
        {
            return read(description, json, weights);
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    });

    private static T Guard<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is DirectoryNotFoundException or FileNotFoundException)
        {
            throw new CheckpointException("The checkpoint's files are missing.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CheckpointException("The checkpoint cannot be read.", exception);
        }
    }

    private static CheckpointDescription Parse(string json)
    {
        var description = JsonSerializer.Deserialize<CheckpointDescription>(json, JsonOptions) ?? throw new JsonException("The description is null.");
        return description.Format != CheckpointDescription.CurrentFormat
            ? throw new CheckpointException(
                $"The checkpoint has format {description.Format}; this version reads format {CheckpointDescription.CurrentFormat}.")
            : (description.Image is null) == (description.Table is null)
            ? throw new CheckpointException("The checkpoint's description must have either image or table.")
            : description;
    }
}
