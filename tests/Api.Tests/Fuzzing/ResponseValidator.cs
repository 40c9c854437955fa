using System.Text;
using System.Text.Json;

namespace LearnML.Api.Tests.Fuzzing;

/// <summary>Whether an answer is one that the document promises.</summary>
/// <param name="problem">The document's schema of a problem.</param>
/// <param name="secrets">What no answer may tell: paths of this machine.</param>
internal sealed class ResponseValidator(OpenApiSchema problem, params IReadOnlyList<string> secrets)
{
    private const string ProblemType = "application/problem+json";

    /// <summary>Statuses that any request may be answered with, whatever its operation says.</summary>
    private static readonly HashSet<int> GeneralStatuses = [404, 405, 413, 415, 429, 503];

    private static readonly string[] InternalTexts = ["   at ", "Exception", "System.", "LearnML.", "Microsoft.", "SELECT ", "SQLite"];

    /// <summary>What is wrong with an answer; null: nothing.</summary>
    public string? FindError(FuzzingOperation operation, RawHttpRequest request, RawHttpResponse answer)
    {
        if (request.IsMalformed && answer is { Status: 400, Body.Length: 0 })
        {
            return null;
        }

        if (answer.Status >= 500 && answer.Status != 503)
        {
            return "the service failed";
        }

        if (request.Method == "HEAD")
        {
            return null;
        }

        var promised = request.MayReachAnotherRoute ? null : operation.Responses.GetValueOrDefault(answer.Status);
        if (!request.MayReachAnotherRoute && promised is null && !GeneralStatuses.Contains(answer.Status))
        {
            return "the document does not name this status";
        }

        return answer.Status >= 400 ? FindProblemError(answer, promised) : FindSuccessError(answer, promised);
    }

    private static string? FindSuccessError(RawHttpResponse answer, IReadOnlyDictionary<string, OpenApiSchema>? promised)
    {
        if (promised is null || answer.Status == 204)
        {
            return null;
        }

        if (answer.ContentType is null || promised.GetValueOrDefault(answer.ContentType) is not { } schema)
        {
            return "the document does not name this content type";
        }

        return answer.ContentType.EndsWith("json", StringComparison.Ordinal) ? FindJsonError(answer, schema, out _) : null;
    }

    private string? FindProblemError(RawHttpResponse answer, IReadOnlyDictionary<string, OpenApiSchema>? promised)
    {
        if (answer.ContentType != ProblemType)
        {
            return "an error that is no problem document";
        }

        if (FindJsonError(answer, promised?.GetValueOrDefault(ProblemType) ?? problem, out var status) is { } reason)
        {
            return reason;
        }

        var text = Encoding.UTF8.GetString(answer.Body.Span);
        return status != answer.Status ? "the problem has another status"
            : InternalTexts.Concat(secrets).FirstOrDefault(inside => text.Contains(inside, StringComparison.Ordinal)) is { } told
            ? $"it tells of the inside: '{told}'"
            : null;
    }

    private static string? FindJsonError(RawHttpResponse answer, OpenApiSchema schema, out int? status)
    {
        status = null;
        try
        {
            using var json = JsonDocument.Parse(answer.Body);
            if (json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("status", out var told) && told.ValueKind == JsonValueKind.Number)
            {
                status = told.GetInt32();
            }

            return SchemaValidator.FindError(json.RootElement, schema);
        }
        catch (JsonException exception)
        {
            return $"it is not JSON: {exception.Message}";
        }
    }
}
