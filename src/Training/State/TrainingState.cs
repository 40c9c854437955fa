using System.Text.Json;
using System.Text.Json.Serialization;
using LearnML.Contracts;
using static TorchSharp.torch;

namespace LearnML.Training.State;

/// <summary>
/// The state that a training needs to resume exactly: tensors and values by name. A state is either being saved or being restored. The same
/// call saves a value in the first case and restores it in the second, so that saving and restoring always match.
/// </summary>
internal sealed class TrainingState : IDisposable
{
    private const string MetadataKey = "training";

    // Infinity must be allowed, because the lowest loss so far can be infinite.
    private static readonly JsonSerializerOptions JsonOptions =
        new(WireFormat.Options) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly Dictionary<string, Tensor> tensors;
    private readonly Dictionary<string, JsonElement> values;

    /// <summary>Creates an empty state to save to.</summary>
    public TrainingState() => (tensors, values) = ([], []);

    private TrainingState(Dictionary<string, Tensor> tensors, Dictionary<string, JsonElement> values) =>
        (this.tensors, this.values, IsRestoring) = (tensors, values, true);

    /// <summary>Whether the state was read from a file, so that values are restored from it.</summary>
    public bool IsRestoring { get; }

    /// <summary>Reads a state from a file, to restore from it.</summary>
    /// <exception cref="CheckpointException">The file is not a training state.</exception>
    public static TrainingState Read(Stream file)
    {
        var tensors = Safetensors.Read(file, out var metadata);
        return new TrainingState(tensors, ParseValues(metadata));
    }

    /// <summary>Reads only the values of a state, which stand in the file's header. The tensors after it can be missing or damaged.</summary>
    /// <exception cref="CheckpointException">The file is not a training state.</exception>
    public static TrainingState ReadValues(Stream file) => new([], ParseValues(SafetensorsHeader.ReadMetadata(file)));

    /// <summary>Writes the saved tensors and values to a stream.</summary>
    public void Write(Stream stream) => Safetensors.Write(
        stream,
        tensors.Select(named => (named.Key, named.Value)),
        new Dictionary<string, string> { [MetadataKey] = JsonSerializer.Serialize(values, JsonOptions) });

    /// <summary>Returns what <see cref="Write"/> writes.</summary>
    public byte[] ToBytes()
    {
        using var stream = new MemoryStream();
        Write(stream);
        return stream.ToArray();
    }

    /// <summary>Saves a tensor, or restores it in place.</summary>
    public void SaveOrRestoreTensor(string name, Tensor tensor)
    {
        if (!IsRestoring)
        {
            tensors.Add(name, tensor);
            return;
        }

        using var scope = NewDisposeScope();
        var saved = Find(tensors, name);
        if (!saved.shape.SequenceEqual(tensor.shape))
        {
            throw new CheckpointException(
                $"The latest checkpoint was written by an earlier version of LearnML, which arranged '{name}' in another way. Start the job again.");
        }

        tensor.copy_(saved);
    }

    /// <summary>Saves an array of numbers, or restores it.</summary>
    /// <returns>The given array when saving; the restored array when restoring.</returns>
    public T[] SaveOrRestoreArray<T>(string name, T[] numbers)
        where T : unmanaged
    {
        if (IsRestoring)
        {
            return Find(tensors, name).data<T>().ToArray();
        }

        tensors.Add(name, from_array(numbers));
        return numbers;
    }

    /// <summary>Whether a state that was read from a file has a value. States of earlier versions lack some.</summary>
    public bool HasValue(string name) => values.ContainsKey(name);

    /// <summary>Saves a value that can be written as JSON, or restores it.</summary>
    /// <returns>The given value when saving; the restored value when restoring.</returns>
    public T SaveOrRestoreValue<T>(string name, T value)
    {
        if (IsRestoring)
        {
            return Find(values, name).Deserialize<T>(JsonOptions)!;
        }

        values.Add(name, JsonSerializer.SerializeToElement(value, JsonOptions));
        return value;
    }

    /// <summary>Disposes the tensors that were read from a file. Tensors that were given for saving are not disposed.</summary>
    public void Dispose()
    {
        foreach (var tensor in tensors.Values.Where(_ => IsRestoring))
        {
            tensor.Dispose();
        }
    }

    private static Dictionary<string, JsonElement> ParseValues(Dictionary<string, string> metadata) =>
        metadata.TryGetValue(MetadataKey, out var text)
        && JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(text, JsonOptions) is { } values
            ? values
            : throw new CheckpointException("The file contains tensors, but not the state of a training.");

    private static T Find<T>(Dictionary<string, T> parts, string name) =>
        parts.TryGetValue(name, out var part) ? part : throw new CheckpointException($"The latest checkpoint does not contain '{name}'.");
}
