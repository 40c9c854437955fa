namespace LearnML.Client;

/// <summary>Problem details of an error answer (RFC 9457).</summary>
internal sealed record Problem(string? Title = null, string? Detail = null, Dictionary<string, string[]>? Errors = null);
