namespace LearnML.Contracts;

/// <summary>Who calls.</summary>
/// <param name="Name">The key's name; of a token <c>token:</c> and its subject; <c>local</c> for this machine's own callers, where these need no key.</param>
/// <param name="Scopes">All that it may do.</param>
public sealed record Caller(string Name, IReadOnlyList<Scope> Scopes);
