namespace LearnML.Contracts;

/// <summary>An authenticated caller.</summary>
/// <param name="Name">A key's name, <c>token:</c> and a token's subject, or <c>local</c> for a caller on this machine without a key.</param>
/// <param name="Scopes">All scopes of the caller, including the scopes that others include.</param>
public sealed record Caller(string Name, IReadOnlyList<Scope> Scopes);
