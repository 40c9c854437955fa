using static TorchSharp.torch;

namespace LearnML.Training.State;

/// <summary>
/// Reads and writes tensors in the safetensors format: the length of the JSON header (8 bytes, little-endian), the header, and then the bytes
/// of all tensors.
/// (https://huggingface.co/docs/safetensors/index#format)
/// </summary>
internal static class Safetensors
{
    // The stream copies each chunk to compute its hash, so a chunk is small.
    private const long MaximumValuesPerChunk = 1 << 18;

    /// <summary>Writes tensors and optional metadata.</summary>
    public static void Write(Stream stream, IEnumerable<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var contents = tensors.ToArray();
        stream.Write(SafetensorsHeader.Create(contents, metadata));
        foreach (var (_, tensor) in contents)
        {
            using var scope = NewDisposeScope();
            foreach (var piece in SplitIntoChunks(tensor.detach().cpu().contiguous()))
            {
                stream.Write(piece.bytes);
            }
        }
    }

    /// <summary>Reads all tensors of a file.</summary>
    /// <exception cref="CheckpointException">The file is not valid safetensors.</exception>
    public static Dictionary<string, Tensor> Read(Stream file) => Read(file, out _);

    /// <summary>Reads all tensors and the metadata of a file.</summary>
    /// <param name="file">The file, at its beginning. The stream must support seeking.</param>
    /// <param name="metadata">The metadata; empty if the file has none.</param>
    /// <exception cref="CheckpointException">The file is not valid safetensors.</exception>
    public static Dictionary<string, Tensor> Read(Stream file, out Dictionary<string, string> metadata)
    {
        (var entries, metadata) = SafetensorsHeader.Read(file);
        var content = file.Position;
        var tensors = new Dictionary<string, Tensor>();
        foreach (var (name, entry) in entries)
        {
            var tensor = empty(entry.Shape, entry.ScalarType!.Value);
            file.Position = content + entry.DataOffsets[0];
            using var scope = NewDisposeScope();
            foreach (var piece in SplitIntoChunks(tensor))
            {
                file.ReadExactly(piece.bytes);
            }

            tensors.Add(name, tensor);
        }

        return tensors;
    }

    /// <summary>Returns the values of a tensor in order, in chunks that fit in a span.</summary>
    private static IEnumerable<Tensor> SplitIntoChunks(Tensor tensor)
    {
        var numbers = tensor.view(-1);
        for (long start = 0; start < numbers.size(0); start += MaximumValuesPerChunk)
        {
            yield return numbers.narrow(0, start, Math.Min(MaximumValuesPerChunk, numbers.size(0) - start));
        }
    }
}
