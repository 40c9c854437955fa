using System.Text.Json.Nodes;

namespace LearnML.Api.Swagger;

/// <summary>A route's example body.</summary>
/// <param name="Make">Makes it when the document is asked for.</param>
internal sealed record BodyExample(Func<ExampleValues, JsonNode> Make);
