using System.Buffers.Binary;
using LearnML.Training.Networks;
using LearnML.Training.Tables;
using static TorchSharp.torch;

namespace LearnML.Training.Checkpoints;

/// <summary>A checkpoint as one safetensors file, which holds its description in its texts.</summary>
public static class PortableCheckpoint
{
    private const string DescriptionName = "learnml";
    private const int ZipMagic = 0x04034b50;
    private const byte PickleMagic = 0x80;

    /// <summary>The description in a file, as JSON.</summary>
    /// <param name="file">The file from its beginning.</param>
    /// <exception cref="CheckpointException">It is no such file; what it is instead is told where that is known.</exception>
    public static string Describe(Stream file)
    {
        ArgumentNullException.ThrowIfNull(file);
        RefuseCode(file);
        return Safetensors.ReadMetadata(file).TryGetValue(DescriptionName, out var description) && description is not null
            ? description
            : throw new CheckpointException($"The file's __metadata__ has no '{DescriptionName}', which says how rows become numbers and which layers there are. Take a file that format=safetensors gave, or keep its __metadata__ when you save other weights.");
    }

    /// <summary>Saves the weights of a file as a checkpoint.</summary>
    /// <param name="file">The file; it can be sought in.</param>
    /// <param name="description">Its description, checked.</param>
    /// <param name="folder">Where the checkpoint goes.</param>
    /// <returns>The checkpoint's name, and its description with what the weights are now.</returns>
    /// <exception cref="CheckpointException">The weights do not fit the description, or are no numbers.</exception>
    /// <exception cref="IOException">The disk is full.</exception>
    public static (string Name, CheckpointDescription Description) Import(Stream file, CheckpointDescription description, CheckpointFolder folder)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(description);
        ArgumentNullException.ThrowIfNull(folder);
        var plan = new NetworkPlan(description.Spec.Network, description.Inputs, description.Outputs);
        if (description.Spec.Network.Ensemble * plan.Parameters * sizeof(float) > file.Length)
        {
            throw new CheckpointException("The file is smaller than the weights of the layers that its description has.");
        }

        using var scope = NewDisposeScope();
        file.Position = 0;
        var parameters = Safetensors.Read(file);

        // Asked of what they will be: a float64 may be finite and no float32.
        if (parameters.FirstOrDefault(named => named.Value.is_floating_point() && !named.Value.to(float32).isfinite().all().item<bool>()) is { Key: { } name })
        {
            throw new CheckpointException($"The weights '{name}' are not all finite numbers of 32 bits.");
        }

        using var stack = SavedStack.Build(description, parameters, CPU);
        return parameters.Count == 0
            ? folder.Save(stack, description with { Parameters = stack.Count }, token: 0)
            : throw new CheckpointException($"The file has weights that its description does not: {string.Join(", ", parameters.Keys.Order(StringComparer.Ordinal))}.");
    }

    internal static IReadOnlyDictionary<string, string> Metadata(string description) => new Dictionary<string, string> { [DescriptionName] = description };

    /// <summary>Refuses by its first bytes what can run code when it is read.</summary>
    private static void RefuseCode(Stream file)
    {
        Span<byte> first = stackalloc byte[ArchiveFile.Beginning];
        first = first[..file.ReadAtLeast(first, first.Length, throwOnEndOfStream: false)];
        var isPickle = first is [PickleMagic, >= 2 and <= 5, ..] || IsOldPickle(first, file);
        file.Position = 0;
        if (first.Length >= sizeof(int) && BinaryPrimitives.ReadInt32LittleEndian(first) == ZipMagic)
        {
            throw new CheckpointException("The file is a ZIP archive, as PyTorch's .pt files and TorchScript are: reading one can run code. Save the weights as safetensors.");
        }

        if (ArchiveFile.KindOf(first) is { } archive)
        {
            throw new CheckpointException($"The file is an archive ({archive}). Unpack it, and send the safetensors file itself.");
        }

        if (isPickle)
        {
            throw new CheckpointException("The file is a pickle: reading one can run code. Save the weights as safetensors.");
        }
    }

    /// <summary>
    /// Pickles of protocols 0 and 1 have no magic. They begin as a tuple, a list, a dictionary or the name of a class does, and end with a
    /// point; where a safetensors file has the brace of its header, such a beginning has none.
    /// </summary>
    private static bool IsOldPickle(ReadOnlySpan<byte> first, Stream file)
    {
        if (first is not [(byte)'(' or (byte)')' or (byte)']' or (byte)'}' or (byte)'c', ..] or [_, _, _, _, _, _, _, _, (byte)'{', ..])
        {
            return false;
        }

        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() == '.';
    }
}
