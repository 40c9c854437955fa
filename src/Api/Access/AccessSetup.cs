using LearnML.Api.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.SignalR;

namespace LearnML.Api.Access;

/// <summary>Who may come in: keys, tokens, browsers' sessions, and what is refused at the door.</summary>
internal static class AccessSetup
{
    private const string TokenSection = "Authentication:Schemes:Bearer";
    private const string AnyScheme = "Access";

    /// <summary>Whether an issuer's tokens are taken.</summary>
    public static bool TakesTokens(IConfiguration configuration) => configuration.GetSection(TokenSection).Exists();

    /// <exception cref="StartupException">The settings of tokens are not enough.</exception>
    public static IServiceCollection AddAccess(this IServiceCollection services, LearnMLOptions settings, IConfiguration configuration)
    {
        services.AddSingleton<Doors>().AddSingleton<KeyStore>().AddSingleton<KeyRing>().AddHostedService(provider => provider.GetRequiredService<KeyRing>())
            .AddSingleton<Sessions>().AddSingleton<AuditLog>().AddSingleton<HubGuard>().AddSingleton<IAuthorizationMiddlewareResultHandler, ScopeRefusal>();
        services.Configure<HubOptions>(hub => hub.AddFilter<HubGuard>());

        var authentication = services.AddAuthentication(AnyScheme)
            .AddPolicyScheme(AnyScheme, null, policy => policy.ForwardDefaultSelector = SchemeOf)
            .AddScheme<AuthenticationSchemeOptions, KeyAuthentication>(KeyAuthentication.Scheme, null)
            .AddScheme<AuthenticationSchemeOptions, LocalAuthentication>(LocalAuthentication.Scheme, null)
            .AddCookie(Sessions.Scheme, Sessions.Configure);
        if (TakesTokens(configuration))
        {
            RequireIssuer(configuration.GetSection(TokenSection));
            services.AddSingleton<Tokens>();
            authentication.AddJwtBearer(tokens =>
            {
                tokens.MapInboundClaims = false;
                tokens.EventsType = typeof(Tokens);
            });

            // The framework asks for no issuer where the settings name none; an authority names its own.
            services.PostConfigure<JwtBearerOptions>(JwtBearerDefaults.AuthenticationScheme, tokens => tokens.TokenValidationParameters.ValidateIssuer = true);
        }

        services.Configure<KestrelServerOptions>(kestrel => kestrel.AddServerHeader = false);
        services.AddAuthorization(ScopedRoutes.AddPolicies);
        services.AddAntiforgery(antiforgery => antiforgery.Cookie.SameSite = SameSiteMode.Strict);
        services.AddCors(cors => cors.AddDefaultPolicy(policy => policy.WithOrigins([.. settings.OriginList]).AllowAnyHeader().AllowAnyMethod().AllowCredentials()
            .WithExposedHeaders("Location", "Retry-After", "Content-Disposition")));
        services.Configure<ForwardedHeadersOptions>(forwarded =>
        {
            // The framework believes everybody where no proxy is named, and adds its own reading of these headers if ASPNETCORE_FORWARDEDHEADERS_ENABLED is set.
            forwarded.ForwardedHeaders = settings.ProxyList.Count == 0 ? ForwardedHeaders.None : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
            forwarded.KnownProxies.Clear();
            forwarded.KnownIPNetworks.Clear();
            foreach (var proxies in settings.ProxyList)
            {
                forwarded.KnownIPNetworks.Add(proxies);
            }
        });

        // The server that is there is put behind the doors.
        var server = services.Last(service => service.ServiceType == typeof(IServer));
        services.Remove(server);
        return services.AddSingleton<IServer>(provider => ActivatorUtilities.CreateInstance<DoorServer>(
            provider, (IServer)(server.ImplementationFactory?.Invoke(provider) ?? ActivatorUtilities.CreateInstance(provider, server.ImplementationType!))));
    }

    /// <summary>The command <c>keys</c>, in place of the service.</summary>
    public static async Task RunKeysAsync(this WebApplication app, string[] arguments)
    {
        await app.Services.GetRequiredService<DatabaseStart>().JoinAsync();
        await new KeyCommand(app.Services.GetRequiredService<KeyStore>(), app.Services.GetRequiredService<AuditLog>(), app.Services.GetRequiredService<TimeProvider>(), Console.Out).RunAsync(arguments);
    }

    /// <exception cref="StartupException">Nobody could come in.</exception>
    public static Task CheckDoorsAsync(this WebApplication app) => app.Services.GetRequiredService<Doors>().CheckAsync();

    /// <summary>Who asks, and how, as the proxies say that are believed; and to HTTPS, where there is a certificate.</summary>
    public static void UseForwarded(this WebApplication app, LearnMLOptions settings)
    {
        if (settings.ProxyList.Count > 0)
        {
            app.UseForwardedHeaders();
        }

        app.UseHsts();
        if (Doors.Addresses(app.Configuration).Any(address => address.StartsWith("https:", StringComparison.OrdinalIgnoreCase)))
        {
            app.UseHttpsRedirection();
        }
    }

    /// <summary>Finds out who calls, and refuses at once what nobody may.</summary>
    public static void UseCallers(this WebApplication app)
    {
        app.UseAudit();
        app.UseOwnPagesOnly();
        app.UseCors();
        app.UseAuthentication();
    }

    public static void MapAccess(this WebApplication app)
    {
        app.MapKeys();
        app.MapSessions();
        app.MapAudit();
    }

    /// <exception cref="StartupException">No token could be checked, or those for other services would be taken too.</exception>
    private static void RequireIssuer(IConfigurationSection tokens)
    {
        if (!Has("Authority", "MetadataAddress", "SigningKeys") || !Has("ValidAudience", "ValidAudiences"))
        {
            throw new StartupException($"{TokenSection} must name an Authority or SigningKeys, by which tokens are checked, and ValidAudiences, whom they must be for.");
        }

        bool Has(params string[] keys) => Array.Exists(keys, key => tokens.GetSection(key).Exists());
    }

    private static string SchemeOf(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        return header.Length == 0 ? context.RequestServices.GetRequiredService<Doors>().LetIn(context) ? LocalAuthentication.Scheme : Sessions.Scheme
            : header.StartsWith(KeyAuthentication.Bearer + KeyStore.Prefix, StringComparison.OrdinalIgnoreCase) || !TakesTokens(context.RequestServices.GetRequiredService<IConfiguration>()) ? KeyAuthentication.Scheme
            : JwtBearerDefaults.AuthenticationScheme;
    }
}
