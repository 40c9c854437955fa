using LearnML.Contracts;

namespace LearnML.Api.Access;

/// <summary>What a route asks of its callers.</summary>
/// <param name="Scope">The scope; null: any caller that is known.</param>
internal sealed record ScopeMetadata(Scope? Scope);
