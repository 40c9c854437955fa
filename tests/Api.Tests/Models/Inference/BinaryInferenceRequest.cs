using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Models.Inference;

/// <summary>Sends requests of the binary tensor data extension, with bytes after the JSON, and parses such responses.</summary>
internal static class BinaryInferenceRequest
{
    private const string LengthHeader = "Inference-Header-Content-Length";

    /// <summary>Encodes strings as BYTES elements: each is its length, then its bytes.</summary>
    public static byte[] EncodeStrings(params IEnumerable<string> texts) => [.. texts.SelectMany(text =>
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        var length = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)bytes.Length);
        return length.Concat(bytes);
    })];

    /// <summary>Returns the JSON of the response and the bytes after it.</summary>
    public static Task<(JsonNode Json, byte[] Bytes, string ContentType)> SendAsync(
        Uri service, string path, JsonObject json, params IEnumerable<byte[]> data) =>
        SendAsync(service, path, json.ToJsonString(), data);

    /// <summary>Returns the JSON of the response and the bytes after it.</summary>
    public static async Task<(JsonNode Json, byte[] Bytes, string ContentType)> SendAsync(
        Uri service, string path, string json, params IEnumerable<byte[]> data)
    {
        using var http = new HttpClient { BaseAddress = service, Timeout = Deadline.Timeout };
        var header = Encoding.UTF8.GetBytes(json);
        using var content = new ByteArrayContent([.. header, .. data.SelectMany(bytes => bytes)]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.Add(LengthHeader, header.Length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        using var response = await http.PostAsync(new Uri(path, UriKind.Relative), content);
        var body = await response.Content.ReadAsByteArrayAsync();
        var length = response.Headers.TryGetValues(LengthHeader, out var values)
            ? int.Parse(values.Single(), System.Globalization.CultureInfo.InvariantCulture) : body.Length;
        return (JsonSerializer.Deserialize<JsonNode>(body.AsSpan(0, length))!, body[length..], response.Content.Headers.ContentType!.ToString());
    }

    /// <summary>Creates an input with binary data.</summary>
    public static JsonObject CreateInput(string name, string datatype, int size, params long[] shape) => new()
    {
        ["name"] = name,
        ["datatype"] = datatype,
        ["shape"] = new JsonArray([.. shape.Select(dimension => JsonValue.Create(dimension))]),
        ["parameters"] = new JsonObject { ["binary_data_size"] = size },
    };
}
