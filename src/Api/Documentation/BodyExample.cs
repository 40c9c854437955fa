using System.Text.Json.Nodes;
using LearnML.Api.Swagger;

namespace LearnML.Api.Documentation;

/// <summary>The example body of a route.</summary>
/// <param name="Create">Creates the body when the Swagger document is requested.</param>
internal sealed record BodyExample(Func<ExampleValues, JsonNode> Create);
