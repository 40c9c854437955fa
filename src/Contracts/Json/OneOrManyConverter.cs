using System.Text.Json;
using System.Text.Json.Serialization;

namespace LearnML.Contracts;

/// <summary>Reads a list of numbers, or one number as a list with one element. Always writes a list.</summary>
internal sealed class OneOrManyConverter : JsonConverter<IReadOnlyList<double>>
{
    public override IReadOnlyList<double> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Number
            ? [reader.GetDouble()]
            : JsonSerializer.Deserialize<double[]>(ref reader, options) ?? throw new JsonException();

    public override void Write(Utf8JsonWriter writer, IReadOnlyList<double> value, JsonSerializerOptions options) =>
        JsonSerializer.Serialize(writer, value.ToArray(), options);
}
