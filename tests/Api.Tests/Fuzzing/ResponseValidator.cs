using System.Text;
using System.Text.Json;

namespace LearnML.Api.Tests.Fuzzing;

/// <summary>Checks that a response matches the Swagger document.</summary>
/// <param name="problem">The schema of problem details.</param>
/// <param name="secrets">Texts that no response may contain: paths of this machine.</param>
internal sealed class ResponseValidator(OpenApiSchema problem, params IReadOnlyList<string> secrets)
{
    private const string ProblemType = "application/problem+json";

    /// <summary>Statuses that any operation may return, documented or not.</summary>
    private static readonly HashSet<int> GeneralStatuses = [404, 405, 413, 415, 429, 503];

    private static readonly string[] InternalTexts = ["   at ", "Exception", "System.", "LearnML.", "Microsoft.", "SELECT ", "SQLite"];

    /// <summary>Returns the first error of a response; null if there is none.</summary>
    public string? FindError(FuzzingOperation operation, RawHttpRequest request, RawHttpResponse response)
    {
        if (request.IsMalformed && response is { Status: 400, Body.Length: 0 })
        {
            return null;
        }

        if (response.Status >= 500 && response.Status != 503)
        {
            return "the service answered with a server error";
        }

        if (request.Method == "HEAD")
        {
            return null;
        }

        var documented = request.MayReachAnotherRoute ? null : operation.Responses.GetValueOrDefault(response.Status);
        if (!request.MayReachAnotherRoute && documented is null && !GeneralStatuses.Contains(response.Status))
        {
            return "the status is not documented";
        }

        return response.Status >= 400 ? FindProblemError(response, documented) : FindSuccessError(response, documented);
    }

    private static string? FindSuccessError(RawHttpResponse response, IReadOnlyDictionary<string, OpenApiSchema>? documented)
    {
        if (documented is null || response.Status == 204)
        {
            return null;
        }

        if (response.ContentType is null || documented.GetValueOrDefault(response.ContentType) is not { } schema)
        {
            return "the content type is not documented";
        }

        return response.ContentType.EndsWith("json", StringComparison.Ordinal) ? FindJsonError(response, schema, out _) : null;
    }

    private string? FindProblemError(RawHttpResponse response, IReadOnlyDictionary<string, OpenApiSchema>? documented)
    {
        if (response.ContentType != ProblemType)
        {
            return "the error is not a problem document";
        }

        if (FindJsonError(response, documented?.GetValueOrDefault(ProblemType) ?? problem, out var status) is { } reason)
        {
            return reason;
        }

        var text = Encoding.UTF8.GetString(response.Body.Span);
        return status != response.Status ? "the problem has a different status"
            : InternalTexts.Concat(secrets).FirstOrDefault(internalText => text.Contains(internalText, StringComparison.Ordinal)) is { } leaked
            ? $"it contains the internal text '{leaked}'"
            : null;
    }

    private static string? FindJsonError(RawHttpResponse response, OpenApiSchema schema, out int? status)
    {
        status = null;
        try
        {
            using var json = JsonDocument.Parse(response.Body);
            if (json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("status", out var value) && value.ValueKind == JsonValueKind.Number)
            {
                status = value.GetInt32();
            }

            return SchemaValidator.FindError(json.RootElement, schema);
        }
        catch (JsonException exception)
        {
            return $"it is not JSON: {exception.Message}";
        }
    }
}
