using System.Reflection;
using LearnML.Training.Tables.Columns;

namespace LearnML.Api.Hosting;

/// <summary>The names of all settings.</summary>
internal static class SettingNames
{
    /// <summary>The names of the settings of LearnML and of those of ASP.NET Core that are single values.</summary>
    private static readonly string[] All =
    [
        "urls", "http_ports", "https_ports", "environment", "contentRoot", "webroot", "applicationName", "AllowedHosts", "ForwardedHeaders_Enabled",
        "ConnectionStrings:Postgres", "ConnectionStrings:Redis",
        .. Names<LearnMLOptions>(LearnMLOptions.Section),
        .. Names<LimitOptions>(LimitOptions.Section),
    ];

    /// <summary>The sections of ASP.NET Core, and the start of the names of OpenTelemetry, which check their settings themselves.</summary>
    private static readonly string[] OtherPrefixes = ["Logging:", "Kestrel:", "Authentication:", "OTEL_"];

    /// <summary>Words for a setting that its name does not have.</summary>
    private static readonly Dictionary<string, string> OtherWords = new(StringComparer.OrdinalIgnoreCase)
    {
        ["port"] = "urls",
        ["host"] = "urls",
        ["address"] = "urls",
        ["listen"] = "urls",
        ["folder"] = "LearnML:Data",
        ["gpu"] = "LearnML:Device",
        ["cuda"] = "LearnML:Device",
        ["postgres"] = "ConnectionStrings:Postgres",
        ["redis"] = "ConnectionStrings:Redis",
    };

    /// <summary>Returns whether there is a setting with a name. Case does not count.</summary>
    public static bool IsKnown(string name) => All.Contains(name, StringComparer.OrdinalIgnoreCase)
        || OtherPrefixes.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns the name of the setting that was probably meant; null if none is near.</summary>
    public static string? FindNearest(string name) => OtherWords.GetValueOrDefault(name)
        ?? (NearestName.Find(LastPart(name), All.Select(LastPart)) is { } near ? All.First(known => LastPart(known) == near) : null);

    /// <summary>Throws if a configuration has a setting of LearnML that does not exist, for example because of a typing error.</summary>
    /// <exception cref="StartupException">There is such a setting.</exception>
    public static void RequireKnown(IConfiguration configuration)
    {
        var names = configuration.GetSection(LearnMLOptions.Section).AsEnumerable().Where(setting => setting.Value is not null)
            .Select(setting => setting.Key);
        if (names.FirstOrDefault(name => !IsKnown(name)) is { } unknown)
        {
            throw new StartupException(
                $"There is no setting {unknown}{(FindNearest(unknown) is { } near ? $"; did you mean {near}?" : ". --help shows the common ones.")}");
        }
    }

    private static string LastPart(string name) => name[(name.LastIndexOf(':') + 1)..];

    private static IEnumerable<string> Names<T>(string section) =>
        typeof(T).GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite)
            .Select(property => $"{section}:{property.Name}");
}
