using System.Text.Json;
using System.Text.Json.Serialization;
using LearnML.Contracts;
using static TorchSharp.torch;

namespace LearnML.Training.Checkpoints;

/// <summary>
/// What a training needs to go on exactly: tensors and values by name. Whoever holds a part of it carries it by one line,
/// which takes it along while the state is gathered and puts it back while the state is restored, so that the two cannot
/// part ways.
/// </summary>
internal sealed class TrainingState : IDisposable
{
    private const string ValuesName = "training";

    // Doubles come back as they were; the lowest loss so far may be infinite.
    private static readonly JsonSerializerOptions Json = new(WireFormat.Options) { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private readonly Dictionary<string, Tensor> tensors;
    private readonly Dictionary<string, JsonElement> values;

    /// <summary>A state to gather.</summary>
    public TrainingState() => (tensors, values) = ([], []);

    private TrainingState(Dictionary<string, Tensor> tensors, Dictionary<string, JsonElement> values) =>
        (this.tensors, this.values, IsRestored) = (tensors, values, true);

    /// <summary>Whether it comes from a file, to be put back.</summary>
    public bool IsRestored { get; }

    /// <summary>A state from a file.</summary>
    /// <exception cref="CheckpointException">The bytes are not such a file.</exception>
    public static TrainingState Read(Stream file)
    {
        var tensors = Safetensors.Read(file, out var metadata);
        return metadata.TryGetValue(ValuesName, out var text) && JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(text, Json) is { } values
            ? new TrainingState(tensors, values)
            : throw new CheckpointException("The file holds tensors, but not the state of a training.");
    }

    /// <summary>Writes what was gathered.</summary>
    public void Write(Stream stream) => Safetensors.Write(
        stream,
        tensors.Select(named => (named.Key, named.Value)),
        new Dictionary<string, string> { [ValuesName] = JsonSerializer.Serialize(values, Json) });

    /// <summary>Carries the numbers of a tensor, which is changed in place.</summary>
    public void Tensor(string name, Tensor tensor)
    {
        if (!IsRestored)
        {
            tensors.Add(name, tensor);
            return;
        }

        using var scope = NewDisposeScope();
        using var off = no_grad();
        tensor.copy_(Find(tensors, name));
    }

    /// <summary>Carries many numbers of one kind.</summary>
    /// <returns>Those to go on with.</returns>
    public T[] Numbers<T>(string name, T[] numbers)
        where T : unmanaged
    {
        if (IsRestored)
        {
            return Find(tensors, name).data<T>().ToArray();
        }

        tensors.Add(name, from_array(numbers));
        return numbers;
    }

    /// <summary>Carries anything that JSON can hold.</summary>
    /// <returns>The value to go on with.</returns>
    public T Value<T>(string name, T value)
    {
        if (IsRestored)
        {
            return Find(values, name).Deserialize<T>(Json)!;
        }

        values.Add(name, JsonSerializer.SerializeToElement(value, Json));
        return value;
    }

    /// <summary>Frees what was read.</summary>
    public void Dispose()
    {
        foreach (var tensor in tensors.Values.Where(_ => IsRestored))
        {
            tensor.Dispose();
        }
    }

    private static T Find<T>(Dictionary<string, T> parts, string name) =>
        parts.TryGetValue(name, out var part) ? part : throw new CheckpointException($"The latest checkpoint holds no '{name}'.");
}
