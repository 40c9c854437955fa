using LearnML.Api.Hosting;
using LearnML.Contracts;
using Microsoft.AspNetCore.Authorization;

namespace LearnML.Api.Access.Scopes;

/// <summary>Declares which scope a route requires. A route without a declaration refuses every caller.</summary>
internal static class ScopedRoutes
{
    /// <summary>Allows callers with the scope.</summary>
    public static TRoute RequireScope<TRoute>(this TRoute route, Scope scope)
        where TRoute : IEndpointConventionBuilder =>
        route.RequireAuthorization(EnumNames.Format(scope)).WithMetadata(new ScopeMetadata(scope));

    /// <summary>Allows every authenticated caller.</summary>
    public static TRoute RequireAnyCaller<TRoute>(this TRoute route)
        where TRoute : IEndpointConventionBuilder =>
        route.RequireAuthorization(new AuthorizeAttribute(AnyCaller)).WithMetadata(new ScopeMetadata(null));

    /// <summary>Adds the policies of the scopes, and the fallback policy.</summary>
    public static void AddPolicies(AuthorizationOptions authorization)
    {
        foreach (var scope in Enum.GetValues<Scope>())
        {
            authorization.AddPolicy(EnumNames.Format(scope), policy => policy.RequireClaim(CallerClaims.ScopeClaim, EnumNames.Format(scope)));
        }

        authorization.AddPolicy(AnyCaller, policy => policy.RequireClaim(CallerClaims.NameClaim));

        // Refuses every caller at a route without a policy. A request that matches no route passes, and gets its 404, 405 or 415.
        authorization.FallbackPolicy = new AuthorizationPolicyBuilder()
            .RequireAssertion(context => context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint).Build();
    }

    private const string AnyCaller = "anyCaller";
}
