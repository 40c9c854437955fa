using System.Security.Claims;
using LearnML.Api.Requests;
using LearnML.Contracts;

namespace LearnML.Api.Access;

/// <summary>Callers as the framework carries them: a name, and a claim for each scope, those that others include written out.</summary>
internal static class Callers
{
    /// <summary>The name of this machine's own callers, where these need no key.</summary>
    public const string Local = "local";

    /// <summary>Who types a command on the service's own machine.</summary>
    public const string Terminal = "terminal";

    /// <summary>The claim that says who calls.</summary>
    public const string Name = "caller";

    /// <summary>The claim of a scope.</summary>
    public const string Scopes = "scope";

    private static readonly Scope[] Everything = [Scope.Read, Scope.Predict, Scope.Train, Scope.Admin];

    /// <summary>May do everything, and has no key.</summary>
    public static ClaimsPrincipal Ours { get; } = Of(Local, Everything, Local);

    /// <summary>A caller.</summary>
    /// <param name="name">Who.</param>
    /// <param name="scopes">As given.</param>
    /// <param name="scheme">How it was found out.</param>
    public static ClaimsPrincipal Of(string name, IEnumerable<Scope> scopes, string scheme) => new(new ClaimsIdentity(
        [new Claim(Name, name), .. Everything.Where(scope => scopes.Any(given => Includes(given, scope))).Select(scope => new Claim(Scopes, EnumWord.Of(scope)))], scheme, Name, null));

    /// <summary>The caller of a request; null where nobody knows.</summary>
    public static Caller? Of(ClaimsPrincipal user) => user.FindFirst(Name) is { } name
        ? new Caller(name.Value, [.. Everything.Where(scope => May(user, scope))])
        : null;

    /// <summary>The name of the caller of a request that was let in.</summary>
    public static string NameOf(ClaimsPrincipal user) => user.FindFirst(Name)?.Value ?? throw new InvalidOperationException("Nobody was let in.");

    /// <summary>Whether a caller has a scope.</summary>
    public static bool May(ClaimsPrincipal user, Scope scope) => user.HasClaim(Scopes, EnumWord.Of(scope));

    private static bool Includes(Scope given, Scope scope) => given switch
    {
        Scope.Admin => true,
        Scope.Train => scope != Scope.Admin,
        _ => scope == given,
    };
}
