using System.Text.Json.Nodes;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Swagger;

/// <summary>The Swagger document of a service.</summary>
internal sealed record SwaggerDocument(JsonNode Json)
{
    public IReadOnlyList<SwaggerOperation> Operations { get; } =
        [.. Json["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(method => new SwaggerOperation(path.Key, method.Key, method.Value!)))];

    public static async Task<SwaggerDocument> ReadAsync(Service service) =>
        new(JsonNode.Parse((await service.GetAsync("/swagger/v1/swagger.json")).Body)!);

    public SwaggerOperation Find(string name) => Operations.Single(operation => operation.Name == name);
}
