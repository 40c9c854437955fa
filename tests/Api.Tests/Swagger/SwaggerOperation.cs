using System.Text.Json.Nodes;
using LearnML.Api.Tests.Hosting;

namespace LearnML.Api.Tests.Swagger;

/// <summary>An operation of the Swagger document.</summary>
internal sealed record SwaggerOperation(string Path, string Method, JsonNode Json)
{
    public string Name => $"{Method.ToUpperInvariant()} {Path}";

    public JsonObject Responses => Json["responses"]!.AsObject();

    public JsonNode? Body => Json["requestBody"];

    /// <summary>The documented error statuses.</summary>
    public IEnumerable<string> Problems => Responses.Where(response => response.Key[0] is '4' or '5').Select(response => response.Key);

    public IReadOnlyList<JsonNode> PathParameters => GetParameters("path");

    public IReadOnlyList<JsonNode> QueryParameters => GetParameters("query");

    private IEnumerable<JsonNode> RequiredQueryParameters => QueryParameters.Where(parameter => (bool?)parameter["required"] == true);

    /// <summary>Calls the operation with its examples.</summary>
    public Task<ApiResponse> CallAsync(Service service)
    {
        var path = PathParameters.Aggregate(Path, (path, parameter) =>
            path.Replace($"{{{parameter["name"]}}}", Uri.EscapeDataString(parameter["example"]!.ToString()), StringComparison.Ordinal));
        path += string.Concat(RequiredQueryParameters.Select(parameter => $"?{parameter["name"]}={parameter["example"]}"));
        if (Body?["content"]!["multipart/form-data"]?["example"] is JsonObject form)
        {
            return service.UploadAsync(
                (string)form["file"]!, form.Where(field => field.Key != "file").Select(field => (field.Key, (string)field.Value!)));
        }

        var body = Body?["content"]!["application/json"]!["example"]!.ToJsonString();
        return body is null ? service.SendAsync(HttpMethod.Parse(Method), path) : service.SendJsonAsync(HttpMethod.Parse(Method), path, body);
    }

    private IReadOnlyList<JsonNode> GetParameters(string place) =>
        [.. (Json["parameters"]?.AsArray() ?? []).Select(parameter => parameter!).Where(parameter => (string)parameter["in"]! == place)];
}
