using LearnML.Api.Hosting;

namespace LearnML.Api.Access.Keys;

/// <summary>The framework's settings for JSON Web Tokens.</summary>
internal static class TokenSettings
{
    private const string Section = "Authentication:Schemes:Bearer";

    /// <summary>Whether the service accepts tokens of a configured issuer.</summary>
    public static bool AcceptsTokens(IConfiguration configuration) => configuration.GetSection(Section).Exists();

    /// <summary>Checks the settings.</summary>
    /// <exception cref="StartupException">Tokens could not be verified, or tokens for other services would be accepted.</exception>
    public static void RequireIssuer(IConfiguration configuration)
    {
        var settings = configuration.GetSection(Section);
        if (!Has("Authority", "MetadataAddress", "SigningKeys") || !Has("ValidAudience", "ValidAudiences"))
        {
            throw new StartupException(
                $"{Section} must have an Authority or SigningKeys, which verify tokens, and ValidAudiences, which a token must be issued for.");
        }

        bool Has(params string[] keys) => Array.Exists(keys, key => settings.GetSection(key).Exists());
    }
}
