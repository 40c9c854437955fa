using System.Security.Claims;
using LearnML.Api.Requests;
using LearnML.Contracts;

namespace LearnML.Api.Access;

/// <summary>Converts between a <see cref="Caller"/> and the framework's claims: a name, and one claim for each scope, included scopes too.</summary>
internal static class Callers
{
    /// <summary>The caller name of requests from this machine that need no key.</summary>
    public const string Local = "local";

    /// <summary>The caller name of commands in a terminal on this machine.</summary>
    public const string Terminal = "terminal";

    /// <summary>The claim type of the caller's name.</summary>
    public const string Name = "caller";

    /// <summary>The claim type of a scope.</summary>
    public const string Scopes = "scope";

    private static readonly Scope[] Everything = [Scope.Read, Scope.Predict, Scope.Train, Scope.Admin];

    /// <summary>A local caller without a key; it has every scope.</summary>
    public static ClaimsPrincipal Ours { get; } = Of(Local, Everything, Local);

    /// <summary>Creates the principal of a caller.</summary>
    /// <param name="name">The caller's name.</param>
    /// <param name="scopes">The granted scopes; the scopes that they include are added.</param>
    /// <param name="scheme">The authentication scheme that identified the caller.</param>
    public static ClaimsPrincipal Of(string name, IEnumerable<Scope> scopes, string scheme)
    {
        var included = Everything.Where(scope => scopes.Any(given => Includes(given, scope)));
        return new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(Name, name), .. included.Select(scope => new Claim(Scopes, EnumWord.Of(scope)))], scheme, Name, null));
    }

    /// <summary>Returns the caller of a request; null if the request is not authenticated.</summary>
    public static Caller? Of(ClaimsPrincipal user) => user.FindFirst(Name) is { } name
        ? new Caller(name.Value, [.. Everything.Where(scope => May(user, scope))])
        : null;

    /// <summary>Returns the caller's name of an authenticated request.</summary>
    /// <exception cref="InvalidOperationException">The request is not authenticated.</exception>
    public static string NameOf(ClaimsPrincipal user) =>
        user.FindFirst(Name)?.Value ?? throw new InvalidOperationException("The request is not authenticated.");

    /// <summary>Whether a caller has a scope.</summary>
    public static bool May(ClaimsPrincipal user, Scope scope) => user.HasClaim(Scopes, EnumWord.Of(scope));

    private static bool Includes(Scope given, Scope scope) => given switch
    {
        Scope.Admin => true,
        Scope.Train => scope != Scope.Admin,
        _ => scope == given,
    };
}
