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
    /// The share of the rest for connections without WebSockets. Each has a socket, and its request may have a file: an upload, a CSV file to
    /// predict, or a download. So they can open half of the files.
    /// </summary>
    private const double ConnectionShare = 1 / 4.0;

    /// <summary>
    /// The share for WebSockets, which have no file beside the socket. The last eighth is for connections beyond the limits, which are open until the
    /// service has refused them.
    /// </summary>
    private const double WebSocketShare = 3 / 8.0;

    /// <summary>The maximum number of connections without WebSockets; null if the limit of the process is not known.</summary>
    public static long? Connections => TakeShare(ConnectionShare);

    /// <summary>The maximum number of WebSockets; null if the limit of the process is not known.</summary>
    public static long? WebSockets => TakeShare(WebSocketShare);

    private static long? TakeShare(double share) => Read() is { } files
        ? (long)Math.Max((files - FilesOfIdleService - SpareFiles) * share, MinimumConnections) : null;

    private static long? Read()
    {
        var line = File.Exists(LimitsFile)
            ? File.ReadLines(LimitsFile).FirstOrDefault(line => line.StartsWith(LimitName, StringComparison.Ordinal)) : null;
        var soft = line?[LimitName.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return long.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var files) ? files : null;
    }
}
