using System.Text.Json.Nodes;

namespace LearnML.Api.Swagger;

/// <summary>The example body of a route.</summary>
/// <param name="Make">Creates the body when the Swagger document is requested.</param>
internal sealed record BodyExample(Func<ExampleValues, JsonNode> Make);
