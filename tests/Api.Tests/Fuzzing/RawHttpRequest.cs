using System.Text;

namespace LearnML.Api.Tests.Fuzzing;

/// <summary>A request as it goes over the wire: nothing is escaped or put right.</summary>
/// <param name="Method">The method, which need not be one.</param>
/// <param name="Target">Path and query as they are sent, in Latin-1.</param>
internal sealed record RawHttpRequest(string Method, string Target)
{
    private const int MaximumPrintedBytes = 2000;

    /// <summary>The type that the body says it has; null: none.</summary>
    public string? ContentType { get; init; }

    /// <summary>One more header, with its name; null: none.</summary>
    public string? Header { get; init; }

    /// <summary>The body; null: none, and no length.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Whether the target breaks HTTP's own rules, so that the server may answer before the service sees it.</summary>
    public bool IsMalformed { get; init; }

    /// <summary>Whether the path may lead to another operation than the one that it was made for.</summary>
    public bool MayReachAnotherRoute { get; init; }

    public override string ToString() =>
        $"{Method} {Target} ({ContentType ?? "no content type"}) "
            + $"{(Body is null ? "" : Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, MaximumPrintedBytes))))}";
}
