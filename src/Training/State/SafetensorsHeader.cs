using System.Buffers.Binary;
using System.Text.Json;
using static TorchSharp.torch;

namespace LearnML.Training.State;

/// <summary>
/// Reads and writes the JSON header of a safetensors file: the entry of each tensor, and optional metadata, which is strings by name.
/// </summary>
internal static class SafetensorsHeader
{
    private const string MetadataKey = "__metadata__";
    private const int Alignment = 8;

    // The limit of the format.
    private const int MaximumBytes = 100_000_000;

    /// <summary>
    /// Returns the first bytes of a file: the length of the header, the header, and spaces so that the tensors after it are aligned.
    /// </summary>
    public static byte[] Create(IEnumerable<(string Name, Tensor Tensor)> contents, IReadOnlyDictionary<string, string>? metadata)
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
            header.Add(name, new SafetensorsEntry(SafetensorsEntry.DtypeOf(tensor), tensor.shape, [offset, end]));
            offset = end;
        }

        return Frame(JsonSerializer.SerializeToUtf8Bytes(header, SafetensorsEntry.JsonOptions));
    }

    /// <summary>Reads the header of a file, which must be at its beginning. The stream is then at the first tensor.</summary>
    /// <returns>The entries in the order of the header, and the metadata; empty if there is none.</returns>
    /// <exception cref="CheckpointException">The file is not valid safetensors.</exception>
    public static (IReadOnlyList<(string Name, SafetensorsEntry Entry)> Entries, Dictionary<string, string> Metadata) Read(Stream file)
    {
        var header = ReadJson(file);
        var metadata = ParseMetadata(header);
        header.Remove(MetadataKey);
        var bytes = file.Length - file.Position;
        var entries = header.Select(described => (described.Key, ParseEntry(described.Key, described.Value, bytes))).ToList();
        RequireNoGapsOrOverlaps(entries, bytes);
        return (entries, metadata);
    }

    /// <summary>Reads only the metadata of a file, which must be at its beginning. The rest of the file can be missing or damaged.</summary>
    /// <exception cref="CheckpointException">The file has no valid header.</exception>
    public static Dictionary<string, string> ReadMetadata(Stream file) => ParseMetadata(ReadJson(file));

    /// <summary>
    /// Reads the header of a file and replaces its metadata. Returns the length and the header as the bytes of a new file. The stream is then at
    /// the first tensor.
    /// </summary>
    /// <exception cref="CheckpointException">The file has no valid header.</exception>
    public static byte[] ReplaceMetadata(Stream file, IReadOnlyDictionary<string, string> metadata)
    {
        var header = ReadJson(file);
        header[MetadataKey] = JsonSerializer.SerializeToElement(metadata);
        return Frame(JsonSerializer.SerializeToUtf8Bytes(header));
    }

    private static byte[] Frame(byte[] header)
    {
        var padded = (header.Length + Alignment - 1) / Alignment * Alignment;
        var framed = new byte[sizeof(ulong) + padded];
        BinaryPrimitives.WriteUInt64LittleEndian(framed, (ulong)padded);
        header.CopyTo(framed, sizeof(ulong));
        framed.AsSpan(sizeof(ulong) + header.Length).Fill((byte)' ');
        return framed;
    }

    private static Dictionary<string, JsonElement> ReadJson(Stream file)
    {
        var header = new byte[ReadLength(file)];
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

    private static int ReadLength(Stream file)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        var rest = file.Length - sizeof(ulong);
        if (rest < 0 || file.ReadAtLeast(bytes, sizeof(ulong)) < sizeof(ulong)
            || BinaryPrimitives.ReadUInt64LittleEndian(bytes) is var length && length > (ulong)rest)
        {
            throw new CheckpointException("The weights file is shorter than its header.");
        }

        return length <= MaximumBytes
            ? (int)length
            : throw new CheckpointException($"The weights file's header has {length} bytes; the format allows {MaximumBytes}.");
    }

    private static Dictionary<string, string> ParseMetadata(Dictionary<string, JsonElement> header) =>
        header.TryGetValue(MetadataKey, out var texts) ? Deserialize<Dictionary<string, string>>(texts) ?? [] : [];

    /// <summary>Parses and checks the entry of a tensor. The tensor's bytes must be within the <paramref name="bytes"/> after the header.</summary>
    private static SafetensorsEntry ParseEntry(string name, JsonElement described, long bytes) =>
        Deserialize<SafetensorsEntry>(described) is { Dtype: not null, Shape: not null, DataOffsets: [>= 0 and var begin, var end] } entry
            && end <= bytes && entry.ByteCount() == end - begin
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
