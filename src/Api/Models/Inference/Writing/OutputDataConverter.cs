using System.Text.Json;
using System.Text.Json.Serialization;

namespace LearnML.Api.Models.Inference.Writing;

/// <summary>Writes the elements of an output tensor without an object per number.</summary>
internal sealed class OutputDataConverter : JsonConverter<OutputData>
{
    public override OutputData Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("Outputs are only written.");

    public override void Write(Utf8JsonWriter writer, OutputData value, JsonSerializerOptions options) =>
        OutputElements.WriteJson(writer, value.Name, value.Predictor, value.Outputs, value.Details);
}
