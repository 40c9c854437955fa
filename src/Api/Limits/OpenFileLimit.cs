using System.Globalization;

namespace LearnML.Api.Limits;

/// <summary>
/// Limits connections below the number of files that the process may open, because the process ends if it cannot open one for its own work. Some
/// files are kept for the database, checkpoints and training.
/// </summary>
internal static class OpenFileLimit
{
    private const string LimitsFile = "/proc/self/limits";
    private const string LimitName = "Max open files";

    /// <summary>As many files are open when the service is idle: libraries, the database, the listening sockets.</summary>
    private const int FilesOfIdleService = 450;

    private const int SpareFiles = 150;
    private const int MinimumConnections = 20;

    /// <summary>
    /// A connection has a socket, and its request may have a file: an upload, a CSV file to predict, or a download. As many WebSockets are allowed
    /// beside it, and as many connections beyond the limit can be open until the service has refused them.
    /// </summary>
    private const int FilesPerAllowedConnection = 4;

    /// <summary>The maximum number of connections; null if the limit of the process is not known.</summary>
    public static long? Connections => Read() is { } files
        ? Math.Max((files - FilesOfIdleService - SpareFiles) / FilesPerAllowedConnection, MinimumConnections) : null;

    private static long? Read()
    {
        var line = File.Exists(LimitsFile)
            ? File.ReadLines(LimitsFile).FirstOrDefault(line => line.StartsWith(LimitName, StringComparison.Ordinal)) : null;
        var soft = line?[LimitName.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var files) ? files : null;
    }
}
