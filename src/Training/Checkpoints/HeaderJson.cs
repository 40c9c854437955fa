using System.Text.Json.Serialization;

namespace LearnML.Training.Checkpoints;

/// <summary>The header of a safetensors file.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Dictionary<string, Safetensors.Entry>))]
internal sealed partial class HeaderJson : JsonSerializerContext;
