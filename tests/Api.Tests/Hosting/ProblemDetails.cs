namespace LearnML.Api.Tests.Hosting;

/// <summary>Problem details (RFC 9457) as the service answers them.</summary>
internal sealed record ProblemDetails(string Title, int Status, string? Detail, IReadOnlyDictionary<string, string[]>? Errors)
{
    /// <summary>The fields that are wrong, by their paths, in order.</summary>
    public IEnumerable<string> Fields => Errors!.Keys.Order(StringComparer.Ordinal);

    public string GetErrors(string field) => string.Join(' ', Errors![field]);
}
