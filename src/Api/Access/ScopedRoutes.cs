using LearnML.Api.Requests;
using LearnML.Contracts;
using Microsoft.AspNetCore.Authorization;

namespace LearnML.Api.Access;

/// <summary>Every route says whom it is for; one that says nothing is closed.</summary>
internal static class ScopedRoutes
{
    /// <summary>Lets in who has the scope.</summary>
    public static TRoute For<TRoute>(this TRoute route, Scope scope)
        where TRoute : IEndpointConventionBuilder => route.RequireAuthorization(EnumWord.Of(scope)).WithMetadata(new ScopeMetadata(scope));

    /// <summary>Lets in who is known.</summary>
    public static TRoute ForAnyCaller<TRoute>(this TRoute route)
        where TRoute : IEndpointConventionBuilder => route.RequireAuthorization(new AuthorizeAttribute(AnyCaller)).WithMetadata(new ScopeMetadata(null));

    /// <summary>The policies behind them.</summary>
    public static void AddPolicies(AuthorizationOptions authorization)
    {
        foreach (var scope in Enum.GetValues<Scope>())
        {
            authorization.AddPolicy(EnumWord.Of(scope), policy => policy.RequireClaim(Callers.Scopes, EnumWord.Of(scope)));
        }

        authorization.AddPolicy(AnyCaller, policy => policy.RequireClaim(Callers.Name));

        // Where there is no route there is nothing to close, but a 404, 405 or 415 to tell.
        authorization.FallbackPolicy = new AuthorizationPolicyBuilder().RequireAssertion(context => context.Resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint).Build();
    }

    private const string AnyCaller = "anyCaller";
}
