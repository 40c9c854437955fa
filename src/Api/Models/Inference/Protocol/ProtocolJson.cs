using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LearnML.Api.Models.Inference.Protocol;

/// <summary>How the records of the protocol are written as JSON.</summary>
internal static class ProtocolJson
{
    /// <summary>
    /// Names in snake_case; properties that are null are left out. Relaxed escaping is safe, because the JSON is never embedded in HTML.
    /// </summary>
    public static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
