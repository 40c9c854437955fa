using System.Globalization;

namespace LearnML.Api.Hosting;

/// <summary>Reads and checks the limits; an error message has one line per invalid limit.</summary>
internal static class LimitReader
{
    /// <summary>The largest <see cref="LimitOptions.JsonDepth"/>: the JSON writer's own maximum, because what is read is also written.</summary>
    public const int MaximumJsonDepth = 64;

    private const int MinimumJsonDepth = 8;

    /// <summary>The smallest limit of a body, in bytes; a spec needs this much.</summary>
    private const long MinimumBodyBytes = 1024;

    /// <exception cref="StartupException">A limit is invalid.</exception>
    public static LimitOptions ReadLimits(this IConfiguration configuration)
    {
        var limits = Bind(configuration.GetSection(LimitOptions.Section));
        string[] errors =
        [
            .. CheckRange(nameof(limits.RequestBytes), limits.RequestBytes, MinimumBodyBytes, int.MaxValue),
            .. CheckRange(nameof(limits.PredictionBytes), limits.PredictionBytes, MinimumBodyBytes, int.MaxValue),
            .. CheckRange(nameof(limits.InferenceBytes), limits.InferenceBytes, MinimumBodyBytes, int.MaxValue),
            .. CheckRange(nameof(limits.JsonDepth), limits.JsonDepth, MinimumJsonDepth, MaximumJsonDepth),
            .. CheckRange(nameof(limits.RowsPerPrediction), limits.RowsPerPrediction, 1, int.MaxValue),
            .. CheckRange(nameof(limits.TableColumns), limits.TableColumns, 1, int.MaxValue),
            .. CheckRange(nameof(limits.NetworkParameters), limits.NetworkParameters, 1, long.MaxValue),
            .. CheckRange(nameof(limits.Epochs), limits.Epochs, 1, int.MaxValue),
            .. CheckRange(nameof(limits.UploadsAtOnce), limits.UploadsAtOnce, 1, int.MaxValue),
            .. CheckRange(nameof(limits.QueuedJobs), limits.QueuedJobs, 1, int.MaxValue),
            .. CheckRange(nameof(limits.RequestsPerSecond), limits.RequestsPerSecond, 1, int.MaxValue),
            .. CheckRange(nameof(limits.RequestBurst), limits.RequestBurst, 1, int.MaxValue),
            .. CheckRange(nameof(limits.HubMessageBytes), limits.HubMessageBytes, MinimumBodyBytes, int.MaxValue),
            .. CheckRange(nameof(limits.HubCallsAtOnce), limits.HubCallsAtOnce, 1, int.MaxValue),
            .. CheckRange(nameof(limits.HubStreams), limits.HubStreams, 1, int.MaxValue),
            .. CheckRange(nameof(limits.AuditLines), limits.AuditLines, 1, int.MaxValue),
        ];
        return errors.Length == 0 ? limits : throw new StartupException(string.Join(Environment.NewLine, errors));
    }

    private static LimitOptions Bind(IConfigurationSection section)
    {
        try
        {
            return section.Get<LimitOptions>() ?? new LimitOptions();
        }
        catch (InvalidOperationException exception)
        {
            throw new StartupException(UnreadableSetting.Describe(exception, null) ?? exception.Message);
        }
    }

    private static IEnumerable<string> CheckRange(string name, long value, long minimum, long maximum)
    {
        if (value < minimum || value > maximum)
        {
            var range = maximum is int.MaxValue or long.MaxValue && value < minimum ? $"at least {minimum}" : $"{minimum} to {maximum}";
            yield return string.Create(CultureInfo.InvariantCulture, $"{LimitOptions.Section}:{name} is {value}; it must be {range}.");
        }
    }
}
