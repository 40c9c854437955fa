using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using LearnML.Contracts;
using LearnML.Training.Networks;
using static TorchSharp.torch;

namespace LearnML.Training.Checkpoints;

/// <summary>
/// The best checkpoint of a job: a folder <c>epoch-N</c> with <c>weights.safetensors</c> and <c>checkpoint.json</c>. A new
/// one is written under another name, flushed to the disk and renamed, and only then the one before it is removed: at
/// every moment there is a whole one.
/// </summary>
/// <param name="path">The job's folder.</param>
public sealed class CheckpointFolder(string path)
{
    private const string Prefix = "epoch-";
    private const string WeightsFile = "weights.safetensors";
    private const string DescriptionFile = "checkpoint.json";

    private static readonly JsonSerializerOptions Json = new(WireFormat.Options) { WriteIndented = true };

    /// <summary>Where the out-of-fold predictions of a cross-validation are, beside the checkpoint.</summary>
    public string OutOfFoldFile => Path.Combine(path, "out-of-fold.csv");

    internal CheckpointDescription Save(Stack stack, CheckpointDescription description)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{description.Epoch:D6}");
        var unfinished = Path.Combine(path, "unfinished-" + name);
        Directory.CreateDirectory(unfinished);

        using var weights = new MemoryStream();
        Safetensors.Write(weights, Enumerable.Range(0, stack.Members).SelectMany(member => Named(stack, member)));
        var bytes = weights.GetBuffer().AsSpan(0, (int)weights.Length);
        var hashed = description with { WeightsSha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)) };
        WriteToDisk(Path.Combine(unfinished, WeightsFile), bytes);
        WriteToDisk(Path.Combine(unfinished, DescriptionFile), JsonSerializer.SerializeToUtf8Bytes(hashed, Json));

        Directory.Move(unfinished, Path.Combine(path, name));
        foreach (var older in Directory.GetDirectories(path).Where(folder => Path.GetFileName(folder) != name))
        {
            Directory.Delete(older, recursive: true);
        }

        return hashed;
    }

    /// <summary>The newest checkpoint's description and its parameters by name, each checked.</summary>
    /// <exception cref="CheckpointException">There is none, or it is damaged.</exception>
    internal (CheckpointDescription Description, Dictionary<string, Tensor> Parameters) Load()
    {
        var folder = Newest() ?? throw new CheckpointException("The checkpoint's files are gone.");
        try
        {
            var description = JsonSerializer.Deserialize<CheckpointDescription>(File.ReadAllBytes(Path.Combine(folder, DescriptionFile)), Json)
                ?? throw new JsonException("The description is null.");
            var weights = File.ReadAllBytes(Path.Combine(folder, WeightsFile));
            if (description.Format != CheckpointDescription.CurrentFormat)
            {
                throw new CheckpointException($"The checkpoint has format {description.Format}; this version reads {CheckpointDescription.CurrentFormat}.");
            }

            if (Convert.ToHexStringLower(SHA256.HashData(weights)) != description.WeightsSha256)
            {
                throw new CheckpointException("The checkpoint's weights are damaged: their SHA-256 differs from the description's.");
            }

            return (description, Safetensors.Read(weights));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CheckpointException("The checkpoint cannot be read.", exception);
        }
    }

    /// <summary>Removes the checkpoint and its folder, if there is one.</summary>
    public void Delete()
    {
        if (Directory.Exists(path))
        {
            Directory.Delete(path, recursive: true);
        }
    }

    /// <summary>
    /// The parameters of one network under the names that a checkpoint has them: PyTorch's own, and with an ensemble behind
    /// the number of the network: <c>3.0.weight</c>.
    /// </summary>
    internal static IEnumerable<(string Name, Tensor Tensor)> Named(Stack stack, int member) => stack.Of(member).Select(named =>
        (stack.Members == 1 ? named.Name : string.Create(CultureInfo.InvariantCulture, $"{member}.{named.Name}"), named.Tensor));

    private static void WriteToDisk(string file, ReadOnlySpan<byte> bytes)
    {
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write);
        stream.Write(bytes);
        stream.Flush(flushToDisk: true);
    }

    private string? Newest() => Directory.Exists(path)
        ? Directory.GetDirectories(path, Prefix + "*").Max(StringComparer.Ordinal)
        : null;
}
