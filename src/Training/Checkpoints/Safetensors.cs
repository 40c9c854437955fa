using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Serialization;
using static TorchSharp.torch;

namespace LearnML.Training.Checkpoints;

/// <summary>
/// Reads and writes float32 tensors in the safetensors format: the length of a JSON header (8 bytes, little-endian), the
/// header, then the tensors' bytes one after another.
/// (https://huggingface.co/docs/safetensors/index#format)
/// </summary>
internal static class Safetensors
{
    private const int Alignment = 8;
    private const string Float32 = "F32";

    public static void Write(Stream stream, IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        using var scope = NewDisposeScope();
        var entries = new Dictionary<string, Entry>();
        var contents = new List<Tensor>();
        long offset = 0;
        foreach (var (name, tensor) in tensors)
        {
            var content = tensor.detach().to(float32).cpu().contiguous();
            var end = offset + content.numel() * sizeof(float);
            entries.Add(name, new Entry(Float32, content.shape, [offset, end]));
            contents.Add(content);
            offset = end;
        }

        var header = JsonSerializer.SerializeToUtf8Bytes(entries, HeaderJson.Default.DictionaryStringEntry);
        var padded = (header.Length + Alignment - 1) / Alignment * Alignment;
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)padded);
        stream.Write(length);
        stream.Write(header);
        for (var pad = header.Length; pad < padded; pad++)
        {
            stream.WriteByte((byte)' ');
        }

        foreach (var content in contents)
        {
            stream.Write(content.bytes);
        }
    }

    /// <exception cref="CheckpointException">The bytes are not what the format asks for.</exception>
    public static Dictionary<string, Tensor> Read(ReadOnlySpan<byte> file)
    {
        if (file.Length < sizeof(ulong) || BinaryPrimitives.ReadUInt64LittleEndian(file) > (ulong)(file.Length - sizeof(ulong)))
        {
            throw new CheckpointException("The weights file is shorter than its header.");
        }

        var headerLength = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        var content = file[(sizeof(ulong) + headerLength)..];
        var tensors = new Dictionary<string, Tensor>();
        foreach (var (name, entry) in ReadHeader(file.Slice(sizeof(ulong), headerLength)))
        {
            if (entry is not { Dtype: Float32, Shape: not null, DataOffsets: [>= 0 and var begin, var end] }
                || end > content.Length || entry.Size() != end - begin)
            {
                throw new CheckpointException($"The weights file describes the tensor '{name}' wrongly.");
            }

            var tensor = empty(entry.Shape, float32);
            content[(int)begin..(int)end].CopyTo(tensor.bytes);
            tensors.Add(name, tensor);
        }

        return tensors;
    }

    private static Dictionary<string, Entry> ReadHeader(ReadOnlySpan<byte> header)
    {
        try
        {
            return JsonSerializer.Deserialize(header, HeaderJson.Default.DictionaryStringEntry)
                ?? throw new CheckpointException("The weights file has no header.");
        }
        catch (JsonException exception)
        {
            throw new CheckpointException("The weights file's header is not JSON.", exception);
        }
    }

    internal sealed record Entry(string Dtype, long[] Shape, [property: JsonPropertyName("data_offsets")] long[] DataOffsets)
    {
        /// <summary>The bytes that the shape asks for; null where there is no such shape.</summary>
        public long? Size()
        {
            Int128 size = sizeof(float);
            foreach (var length in Shape)
            {
                size *= length;
                if (length < 0 || size > long.MaxValue)
                {
                    return null;
                }
            }

            return (long)size;
        }
    }
}
