namespace LearnML.Api.Hosting;

/// <summary>Checks the log levels of the configuration. ASP.NET Core does not name the setting of a wrong one.</summary>
internal static class LogLevels
{
    private const string Section = "Logging";

    private static readonly string[] SectionNames = [":LogLevel:", ":LogToStandardErrorThreshold"];

    /// <summary>Throws if a level does not exist. Case does not count.</summary>
    /// <exception cref="StartupException">There is such a level.</exception>
    public static void RequireKnown(IConfiguration configuration)
    {
        foreach (var (name, value) in configuration.GetSection(Section).AsEnumerable())
        {
            var isLevel = SectionNames.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase));
            var isKnown = string.IsNullOrEmpty(value) || (Enum.TryParse<LogLevel>(value, ignoreCase: true, out var level) && Enum.IsDefined(level));
            if (isLevel && !isKnown)
            {
                throw new StartupException($"{name} is '{value}'; it must be {string.Join(", ", Enum.GetNames<LogLevel>())}.");
            }
        }
    }
}
