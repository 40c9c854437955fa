namespace LearnML.Client;

/// <summary>An error as the service writes it (RFC 9457).</summary>
internal sealed record Problem(string? Title = null, string? Detail = null, Dictionary<string, string[]>? Errors = null);
