using System.Buffers.Binary;
using System.Text.Json;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.State;

/// <summary>
/// Reads and writes tensors in the safetensors format: the length of the JSON header (8 bytes, little-endian), the header, and then the bytes
/// of all tensors.
/// (https://huggingface.co/docs/safetensors/index#format)
/// </summary>
internal static class Safetensors
{
    private const int Alignment = 8;
    private const long MaximumValuesPerChunk = 1 << 24;

    // The limit of the format.
    private const int MaximumHeaderBytes = 100_000_000;

    // The header's key for metadata, which is strings by name.
    private const string MetadataKey = "__metadata__";

    private static readonly Dictionary<string, ScalarType> ScalarTypes = new()
    {
        ["F32"] = ScalarType.Float32,
        ["F64"] = ScalarType.Float64,
        ["I64"] = ScalarType.Int64,
        ["U8"] = ScalarType.Byte,
    };

    /// <summary>Writes tensors and optional metadata.</summary>
    public static void Write(Stream stream, IEnumerable<(string Name, Tensor Tensor)> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var contents = tensors.ToArray();
        stream.Write(FrameHeader(CreateHeader(contents, metadata)));
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
        var header = ReadHeader(file);
        var content = file.Position;
        metadata = ParseMetadata(header);
        header.Remove(MetadataKey);
        var entries = header.Select(described => (described.Key, ParseEntry(described.Key, described.Value, file.Length - content))).ToList();
        RequireNoGapsOrOverlaps(entries, file.Length - content);
        var tensors = new Dictionary<string, Tensor>();
        foreach (var (name, entry) in entries)
        {
            var tensor = empty(entry.Shape, ScalarTypes[entry.Dtype]);
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

    /// <summary>Reads and checks the header's entry for a tensor. The tensor's bytes must be within the file.</summary>
    private static SafetensorsEntry ParseEntry(string name, JsonElement described, long bytes) =>
        Deserialize<SafetensorsEntry>(described) is { Dtype: not null, Shape: not null, DataOffsets: [>= 0 and var begin, var end] } entry
            && ScalarTypes.TryGetValue(entry.Dtype, out var type) && end <= bytes && entry.ByteCount(type.ElementSize()) == end - begin
            ? entry
            : throw new CheckpointException($"The weights file's header has an invalid entry for the tensor '{name}'.");

    /// <summary>
    /// Checks that each byte after the header belongs to exactly one tensor. So a small file cannot request much memory, and a file cannot
    /// contain hidden data.
    /// </summary>
    private static void RequireNoGapsOrOverlaps(IEnumerable<(string Name, SafetensorsEntry Entry)> entries, long bytes)
    {
        long free = 0;
        foreach (var (name, entry) in entries
            .Where(each => each.Entry.DataOffsets[1] > each.Entry.DataOffsets[0])
            .OrderBy(each => each.Entry.DataOffsets[0]))
        {
            if (entry.DataOffsets[0] < free)
            {
                throw new CheckpointException($"The weights file's tensor '{name}' overlaps another tensor.");
            }

            RequireNone(entry.DataOffsets[0] - free);
            free = entry.DataOffsets[1];
        }

        RequireNone(bytes - free);

        static void RequireNone(long between)
        {
            if (between > 0)
            {
                throw new CheckpointException($"The weights file has {between} bytes that do not belong to a tensor.");
            }
        }
    }

    /// <summary>Reads the metadata of a file, which must be at its beginning.</summary>
    /// <exception cref="CheckpointException">The file is not valid safetensors.</exception>
    public static Dictionary<string, string> ReadMetadata(Stream file) => ParseMetadata(ReadHeader(file));

    /// <summary>
    /// Reads the header of a file and replaces its metadata. Returns the length and the header as the bytes of a new file. The stream is then at
    /// the first tensor.
    /// </summary>
    /// <exception cref="CheckpointException">The file is not valid safetensors.</exception>
    public static byte[] ReplaceMetadata(Stream file, IReadOnlyDictionary<string, string> metadata)
    {
        var header = ReadHeader(file);
        header[MetadataKey] = JsonSerializer.SerializeToElement(metadata);
        return FrameHeader(JsonSerializer.SerializeToUtf8Bytes(header));
    }

    /// <summary>Returns the length of the header, the header, and spaces so that the tensors after it are aligned.</summary>
    private static byte[] FrameHeader(byte[] header)
    {
        var padded = (header.Length + Alignment - 1) / Alignment * Alignment;
        var framed = new byte[sizeof(ulong) + padded];
        BinaryPrimitives.WriteUInt64LittleEndian(framed, (ulong)padded);
        header.CopyTo(framed, sizeof(ulong));
        framed.AsSpan(sizeof(ulong) + header.Length).Fill((byte)' ');
        return framed;
    }

    private static Dictionary<string, string> ParseMetadata(Dictionary<string, JsonElement> header) =>
        header.TryGetValue(MetadataKey, out var texts) ? Deserialize<Dictionary<string, string>>(texts) ?? [] : [];

    /// <summary>Returns the values of a tensor in order, in chunks that fit in a span.</summary>
    private static IEnumerable<Tensor> SplitIntoChunks(Tensor tensor)
    {
        var numbers = tensor.view(-1);
        for (long start = 0; start < numbers.size(0); start += MaximumValuesPerChunk)
        {
            yield return numbers.narrow(0, start, Math.Min(MaximumValuesPerChunk, numbers.size(0) - start));
        }
    }

    private static byte[] CreateHeader(IEnumerable<(string Name, Tensor Tensor)> contents, IReadOnlyDictionary<string, string>? metadata)
    {
        var header = new Dictionary<string, object>();
        if (metadata is not null)
        {
            header.Add(MetadataKey, metadata);
        }

        long offset = 0;
        foreach (var (name, tensor) in contents)
        {
            var end = offset + (tensor.numel() * tensor.element_size());
            header.Add(name, new SafetensorsEntry(ScalarTypes.Single(type => type.Value == tensor.dtype).Key, tensor.shape, [offset, end]));
            offset = end;
        }

        return JsonSerializer.SerializeToUtf8Bytes(header, SafetensorsEntry.JsonOptions);
    }

    private static Dictionary<string, JsonElement> ReadHeader(Stream file)
    {
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        var rest = file.Length - sizeof(ulong);
        if (rest < 0 || file.ReadAtLeast(length, sizeof(ulong)) < sizeof(ulong)
            || BinaryPrimitives.ReadUInt64LittleEndian(length) > (ulong)Math.Min(rest, MaximumHeaderBytes))
        {
            throw new CheckpointException("The weights file is shorter than its header.");
        }

        var header = new byte[BinaryPrimitives.ReadUInt64LittleEndian(length)];
        file.ReadExactly(header);
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(header, SafetensorsEntry.JsonOptions)
                ?? throw new CheckpointException("The weights file has no header.");
        }
        catch (JsonException exception)
        {
            throw new CheckpointException("The weights file's header is not a valid JSON object.", exception);
        }
    }

    private static T? Deserialize<T>(JsonElement element)
    {
        try
        {
            return element.Deserialize<T>(SafetensorsEntry.JsonOptions);
        }
        catch (JsonException exception)
        {
            throw new CheckpointException("The weights file's header is not a valid JSON object of the safetensors format.", exception);
        }
    }
}
