using System.Text.Json.Nodes;

namespace LearnML.Api.Documentation;

/// <summary>The example body of a route.</summary>
/// <param name="Create">
/// Creates the body when the Swagger document is requested. Its argument returns the pixels of an example image, for bodies that have an image.
/// </param>
internal sealed record BodyExample(Func<Func<JsonArray>, JsonNode> Create);
