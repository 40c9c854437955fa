using LearnML.Training.Devices;

namespace LearnML.Api.Hosting;

/// <summary>Reads and checks the settings; an error is one line.</summary>
internal static class SettingsReader
{
    /// <exception cref="StartupException">A setting is invalid.</exception>
    public static LearnMLOptions ReadSettings(this IConfiguration configuration)
    {
        SettingNames.RequireKnown(configuration);
        LogLevels.RequireKnown(configuration);
        var section = configuration.GetSection(LearnMLOptions.Section);
        RequireEnumValue<StorageKind>(section, nameof(LearnMLOptions.Storage));
        RequireEnumValue<BackplaneKind>(section, nameof(LearnMLOptions.Backplane));
        RequireEnumValue<ProcessRole>(section, nameof(LearnMLOptions.Role));
        var settings = Bind(section);
        Require(TorchDevices.Resolve(settings.Device) is not null || settings.Role == ProcessRole.Api,
            $"LearnML:Device is '{settings.Device}', which is not a device here. Use auto or one of {string.Join(", ", TorchDevices.All)}. "
            + TorchDevices.CudaUnavailableReason);
        Require(settings.CheckpointSeconds > 0, "LearnML:CheckpointSeconds must be above 0.");
        Require(settings.CheckpointEpochs is null or >= 1, "LearnML:CheckpointEpochs must be at least 1.");
        Require(settings.ModelCacheBytes >= 0, "LearnML:ModelCacheBytes must be at least 0.");
        Require(settings.PredictionsAtOnce >= 1, "LearnML:PredictionsAtOnce must be at least 1.");
        Require(settings.Storage == StorageKind.Sqlite || Has("Postgres"),
            "LearnML:Storage is postgres; it needs ConnectionStrings:Postgres, "
            + "for example 'Host=localhost;Database=learnml;Username=learnml;Password=...'.");
        Require(settings.Backplane == BackplaneKind.None || Has("Redis"),
            "LearnML:Backplane is redis; it needs ConnectionStrings:Redis, for example 'localhost:6379'.");
        Require(settings.OriginList.All(IsOrigin),
            $"LearnML:Origins is '{settings.Origins}'; it must be origins separated by commas, for example 'https://dashboard.example.org'.");
        Require(HasValidProxies(settings),
            $"LearnML:Proxies is '{settings.Proxies}'; it must be addresses or networks separated by commas, for example '10.0.0.2,172.30.0.0/16'.");
        Require(settings.Role == ProcessRole.All || settings is { Storage: StorageKind.Postgres, Backplane: BackplaneKind.Redis },
            $"LearnML:Role is {EnumNames.Format(settings.Role)}; "
                + "a process with this role needs LearnML:Storage postgres and LearnML:Backplane redis.");
        settings.Limits = configuration.ReadLimits();
        return settings;

        bool Has(string connection) => !string.IsNullOrWhiteSpace(configuration.GetConnectionString(connection));
    }

    private static bool IsOrigin(string text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
        && uri.GetLeftPart(UriPartial.Authority) == text;

    private static bool HasValidProxies(LearnMLOptions settings)
    {
        try
        {
            return settings.ProxyList.Count >= 0;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static LearnMLOptions Bind(IConfigurationSection section)
    {
        try
        {
            return section.Get<LearnMLOptions>() ?? new LearnMLOptions();
        }
        catch (InvalidOperationException exception)
        {
            throw new StartupException(UnreadableSetting.Describe(exception, null) ?? exception.Message);
        }
    }

    private static void RequireEnumValue<T>(IConfigurationSection section, string name)
        where T : struct, Enum =>
        Require(section[name] is not { } word || (Enum.TryParse<T>(word, ignoreCase: true, out var value) && Enum.IsDefined(value)),
            $"LearnML:{name} is '{section[name]}'; it must be {EnumNames.List(typeof(T))}.");

    private static void Require(bool holds, string line)
    {
        if (!holds)
        {
            throw new StartupException(line.TrimEnd());
        }
    }
}
