using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LearnML.Api.Tests.Models.Transfer;

/// <summary>A downloaded safetensors file, parsed so that a test can change it.</summary>
internal sealed class SafetensorsModelFile
{
    private const int HeaderLengthBytes = sizeof(ulong);

    public SafetensorsModelFile(byte[] file)
    {
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        Header = JsonNode.Parse(file.AsSpan(HeaderLengthBytes, length))!.AsObject();
        Description = JsonNode.Parse((string)Header["__metadata__"]!["learnml"]!)!.AsObject();
        Data = file[(HeaderLengthBytes + length)..];
    }

    public JsonObject Header { get; }

    public JsonObject Description { get; }

    public byte[] Data { get; set; }

    public byte[] ToBytes()
    {
        if (Header["__metadata__"] is JsonObject metadata && metadata.ContainsKey("learnml"))
        {
            metadata["learnml"] = Description.ToJsonString();
        }

        return Combine(Header.ToJsonString(), Data);
    }

    public static byte[] Combine(string header, byte[] data)
    {
        var bytes = Encoding.UTF8.GetBytes(header);
        var length = new byte[HeaderLengthBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)bytes.Length);
        return [.. length, .. bytes, .. data];
    }

    /// <summary>Changes the value at a path of the description, for example <c>table.columns.0.name</c>.</summary>
    public SafetensorsModelFile With(string path, string json)
    {
        var parts = path.Split('.');
        JsonNode node = Description;
        foreach (var part in parts[..^1])
        {
            node = node is JsonArray items ? items[int.Parse(part, System.Globalization.CultureInfo.InvariantCulture)]! : node[part]!;
        }

        if (node is JsonArray list)
        {
            list[int.Parse(parts[^1], System.Globalization.CultureInfo.InvariantCulture)] = JsonNode.Parse(json);
        }
        else
        {
            node[parts[^1]] = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions());
        }

        return this;
    }
}
