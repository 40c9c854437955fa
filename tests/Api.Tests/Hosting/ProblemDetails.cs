namespace LearnML.Api.Tests.Hosting;

/// <summary>Problem details (RFC 9457) of a response.</summary>
internal sealed record ProblemDetails(string Title, int Status, string? Detail, IReadOnlyDictionary<string, string[]>? Errors)
{
    /// <summary>The sorted paths of the invalid fields.</summary>
    public IEnumerable<string> Fields => Errors!.Keys.Order(StringComparer.Ordinal);

    public string GetErrors(string field) => string.Join(' ', Errors![field]);
}
