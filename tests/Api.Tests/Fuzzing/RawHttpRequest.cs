using System.Text;

namespace LearnML.Api.Tests.Fuzzing;

/// <summary>An HTTP request that is sent unchanged: nothing is escaped or corrected.</summary>
/// <param name="Method">The method, which may be invalid.</param>
/// <param name="Target">The path and query, encoded as Latin-1.</param>
internal sealed record RawHttpRequest(string Method, string Target)
{
    private const int MaximumPrintedBytes = 2000;

    /// <summary>The Content-Type header; null for none.</summary>
    public string? ContentType { get; init; }

    /// <summary>One more header line; null for none.</summary>
    public string? Header { get; init; }

    /// <summary>The body; null for none, without a Content-Length header.</summary>
    public byte[]? Body { get; init; }

    /// <summary>Whether the target is not valid HTTP, so that the server may reject it before any route.</summary>
    public bool IsMalformed { get; init; }

    /// <summary>Whether the path may lead to another route.</summary>
    public bool MayReachAnotherRoute { get; init; }

    public override string ToString() =>
        $"{Method} {Target} ({ContentType ?? "no content type"}) "
            + $"{(Body is null ? "" : Encoding.UTF8.GetString(Body.AsSpan(0, Math.Min(Body.Length, MaximumPrintedBytes))))}";
}
