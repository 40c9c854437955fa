using LearnML.Contracts;

namespace LearnML.Api.Access.Scopes;

/// <summary>The access that a route requires.</summary>
/// <param name="Scope">The required scope; null: any authenticated caller.</param>
internal sealed record ScopeMetadata(Scope? Scope);
