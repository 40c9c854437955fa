using LearnML.Api.Access.Audit;
using LearnML.Api.Access.Browser;
using LearnML.Api.Access.Keys;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Access.Sessions;
using LearnML.Api.Hosting;
using LearnML.Api.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.SignalR;

namespace LearnML.Api.Access;

/// <summary>Registers access control: API keys, tokens, browser sessions, and the checks before authentication.</summary>
internal static class AccessSetup
{
    private const string SelectorScheme = "Access";

    /// <exception cref="StartupException">The token settings are incomplete.</exception>
    public static IServiceCollection AddAccess(this IServiceCollection services, LearnMLOptions settings, IConfiguration configuration)
    {
        services.AddSingleton<LoopbackPolicy>().AddSingleton<KeyStore>()
            .AddSingleton<KeyCache>().AddHostedService(provider => provider.GetRequiredService<KeyCache>())
            .AddSingleton<SessionCookieEvents>().AddSingleton<AuditLog>().AddHostedService<AuditRetry>().AddSingleton<HubAccessFilter>()
            .AddSingleton<IAuthorizationMiddlewareResultHandler, AuthorizationResultHandler>();
        services.Configure<HubOptions>(hub => hub.AddFilter<HubAccessFilter>());

        var authentication = services.AddAuthentication(SelectorScheme)
            .AddPolicyScheme(SelectorScheme, null, policy => policy.ForwardDefaultSelector = SelectScheme)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthenticationHandler>(KeyAuthenticationHandler.Scheme, null)
            .AddScheme<AuthenticationSchemeOptions, LocalAuthenticationHandler>(LocalAuthenticationHandler.Scheme, null)
            .AddCookie(SessionCookieEvents.Scheme, SessionCookieEvents.Configure);
        if (TokenSettings.AcceptsTokens(configuration))
        {
            TokenSettings.RequireIssuer(configuration);
            services.AddSingleton<TokenEvents>();
            authentication.AddJwtBearer(tokens =>
            {
                tokens.MapInboundClaims = false;
                tokens.EventsType = typeof(TokenEvents);
            });

            // Without an issuer in the settings the framework does not check the issuer. An authority's metadata contains its issuer.
            services.PostConfigure<JwtBearerOptions>(
                JwtBearerDefaults.AuthenticationScheme, tokens => tokens.TokenValidationParameters.ValidateIssuer = true);
        }

        services.Configure<KestrelServerOptions>(kestrel => kestrel.AddServerHeader = false);
        services.AddAuthorization(ScopedRoutes.AddPolicies);
        services.AddAntiforgery(antiforgery => antiforgery.Cookie.SameSite = SameSiteMode.Strict);
        services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.WithOrigins([.. settings.OriginList])
            .AllowAnyHeader().AllowAnyMethod().AllowCredentials().WithExposedHeaders("Location", "Retry-After", "Content-Disposition")));
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            // With empty lists of known proxies the framework trusts every sender. It also adds this middleware by itself if
            // ASPNETCORE_FORWARDEDHEADERS_ENABLED is set. So without configured proxies no header is used.
            forwarded.ForwardedHeaders = settings.ProxyList.Count == 0
                ? ForwardedHeaders.None
                : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxies in settings.ProxyList)
            {
                forwarded.KnownIPNetworks.Add(proxies);
            }
        });
        return services.AddSingleton<IHttpContextFactory, QueryTokenContextFactory>();
    }

    /// <summary>Runs the command <c>keys</c> instead of the service.</summary>
    /// <param name="app">The application, which is not started.</param>
    /// <param name="arguments">The arguments after the command's name.</param>
    /// <param name="output">The output, for example the console.</param>
    public static async Task RunKeyCommandAsync(this WebApplication app, string[] arguments, TextWriter output)
    {
        await app.Services.GetRequiredService<DatabaseInitializer>().EnsureInitializedAsync();
        var audit = app.Services.GetRequiredService<AuditLog>();
        var command = new KeyCommand(
            app.Services.GetRequiredService<KeyStore>(), audit, app.Services.GetRequiredService<TimeProvider>(), output);
        await command.RunAsync(arguments);
        await audit.StorePendingAsync();
        audit.LogLost();
    }

    /// <summary>Checks that some caller can get access.</summary>
    /// <exception cref="StartupException">All callers need a key and no key exists.</exception>
    public static Task CheckKeyExistsAsync(this WebApplication app) => app.Services.GetRequiredService<LoopbackPolicy>().CheckKeyExistsAsync();

    /// <summary>Applies the headers of trusted proxies, and redirects to HTTPS if the service listens on an HTTPS address.</summary>
    public static void UseProxyHeaders(this WebApplication app, LearnMLOptions settings)
    {
        if (settings.ProxyList.Count > 0)
        {
            app.UseForwardedHeaders();
        }

        app.UseHsts();
        if (LoopbackPolicy.GetListenAddresses(app.Configuration).Any(address => address.StartsWith("https:", StringComparison.OrdinalIgnoreCase)))
        {
            app.UseHttpsRedirection();
        }
    }

    /// <summary>Adds the audit log, the cross-origin guard, CORS and authentication to the pipeline.</summary>
    public static void UseAccess(this WebApplication app)
    {
        app.UseAuditLog();
        app.UseCrossOriginGuard();
        app.UseCors();
        app.UseAuthentication();
    }

    public static void MapAccess(this WebApplication app)
    {
        app.MapKeys();
        app.MapSessions();
        app.MapAudit();
    }

    private static string SelectScheme(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return header.Length == 0
                ? context.RequestServices.GetRequiredService<LoopbackPolicy>().AllowsWithoutKey(context)
                ? LocalAuthenticationHandler.Scheme : SessionCookieEvents.Scheme
            : header.StartsWith(KeyAuthenticationHandler.BearerPrefix + KeyStore.Prefix, StringComparison.OrdinalIgnoreCase)
                || !TokenSettings.AcceptsTokens(context.RequestServices.GetRequiredService<IConfiguration>()) ? KeyAuthenticationHandler.Scheme
            : JwtBearerDefaults.AuthenticationScheme;
    }
}
