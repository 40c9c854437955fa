namespace LearnML.Contracts;

/// <summary>Asks for a key.</summary>
public sealed record KeyRequest
{
    /// <summary>Its name: 1 to 63 of <c>a-z</c>, <c>0-9</c>, <c>.</c>, <c>_</c> and <c>-</c>, starting with a letter or digit. Default: one that is made up.</summary>
    public string? Name { get; init; }

    /// <summary>What it may do; at least one.</summary>
    public IReadOnlyList<Scope> Scopes { get; init; } = [];

    /// <summary>From when on it is refused. Default: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
