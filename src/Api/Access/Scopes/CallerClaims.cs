using System.Security.Claims;
using LearnML.Api.Hosting;
using LearnML.Api.Storage;
using LearnML.Contracts;

namespace LearnML.Api.Access.Scopes;

/// <summary>Converts between a <see cref="Caller"/> and the framework's claims: a name, and one claim for each scope, included scopes too.</summary>
internal static class CallerClaims
{
    /// <summary>The caller name of requests from this machine that need no key.</summary>
    public const string LocalName = JobRow.LocalCaller;

    /// <summary>The caller name of commands in a terminal on this machine.</summary>
    public const string TerminalName = "terminal";

    /// <summary>The claim type of the caller's name.</summary>
    public const string NameClaim = "caller";

    /// <summary>The claim type of a scope.</summary>
    public const string ScopeClaim = "scope";

    private static readonly Scope[] AllScopes = [Scope.Read, Scope.Predict, Scope.Train, Scope.Admin];

    /// <summary>A local caller without a key; it has every scope.</summary>
    public static ClaimsPrincipal LocalPrincipal { get; } = CreatePrincipal(LocalName, AllScopes, LocalName);

    /// <summary>Creates the principal of a caller.</summary>
    /// <param name="name">The caller's name.</param>
    /// <param name="scopes">The granted scopes; the scopes that they include are added.</param>
    /// <param name="scheme">The authentication scheme that identified the caller.</param>
    public static ClaimsPrincipal CreatePrincipal(string name, IEnumerable<Scope> scopes, string scheme)
    {
        var included = AllScopes.Where(scope => scopes.Any(given => Includes(given, scope)));
        return new ClaimsPrincipal(new ClaimsIdentity(
            [new Claim(NameClaim, name), .. included.Select(scope => new Claim(ScopeClaim, EnumNames.Format(scope)))], scheme, NameClaim, null));
    }

    /// <summary>Returns the caller of a request; null if the request is not authenticated.</summary>
    public static Caller? GetCaller(ClaimsPrincipal user) => user.FindFirst(NameClaim) is { } name
        ? new Caller(name.Value, [.. AllScopes.Where(scope => HasScope(user, scope))])
        : null;

    /// <summary>Returns the caller's name of an authenticated request.</summary>
    /// <exception cref="InvalidOperationException">The request is not authenticated.</exception>
    public static string GetName(ClaimsPrincipal user) =>
        user.FindFirst(NameClaim)?.Value ?? throw new InvalidOperationException("The request is not authenticated.");

    /// <summary>Whether a caller has a scope.</summary>
    public static bool HasScope(ClaimsPrincipal user, Scope scope) => user.HasClaim(ScopeClaim, EnumNames.Format(scope));

    private static bool Includes(Scope given, Scope scope) => given switch
    {
        Scope.Admin => true,
        Scope.Train => scope != Scope.Admin,
        _ => scope == given,
    };
}
