namespace LearnML.Contracts;

/// <summary>A request to create an API key.</summary>
public sealed record KeyRequest
{
    /// <summary>
    /// The name: 1 to 63 of <c>a-z</c>, <c>0-9</c>, <c>.</c>, <c>_</c> and <c>-</c>, starting with a letter or digit. Default: a generated name.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>The scopes of the key; at least one.</summary>
    public IReadOnlyList<Scope> Scopes { get; init; } = [];

    /// <summary>When the key expires. Default: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
