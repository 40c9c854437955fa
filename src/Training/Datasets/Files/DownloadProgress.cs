using System.Diagnostics;
using System.Globalization;

namespace LearnML.Training.Datasets.Files;

/// <summary>Logs the progress of a download: at every 10 %, and at least every five seconds while data arrives.</summary>
/// <param name="name">The file's name.</param>
/// <param name="start">The number of bytes that earlier attempts received.</param>
/// <param name="total">The size of the whole file in bytes; null if the server does not send it.</param>
/// <param name="log">Receives each progress message.</param>
internal sealed class DownloadProgress(string name, long start, long? total, Action<string> log)
{
    private const double Megabyte = 1_000_000;
    private static readonly TimeSpan MaximumInterval = TimeSpan.FromSeconds(5);

    // A server may not send the size. Then there is no percentage, only the time interval.
    private readonly long totalBytes = total is > 0 ? total.Value : long.MaxValue;
    private long receivedBytes = start;
    private long tenth = total is > 0 ? start * 10 / total.Value : 0;
    private long lastReportedAt = Stopwatch.GetTimestamp();

    /// <summary>Adds received bytes and logs the progress if it is due.</summary>
    public void Add(int bytes)
    {
        receivedBytes += bytes;
        var currentTenth = receivedBytes * 10 / totalBytes;
        if (currentTenth == tenth && Stopwatch.GetElapsedTime(lastReportedAt) < MaximumInterval)
        {
            return;
        }

        (tenth, lastReportedAt) = (currentTenth, Stopwatch.GetTimestamp());
        log(totalBytes == long.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"Downloading {name}: {receivedBytes / Megabyte:0.0} MB")
            : string.Create(
                CultureInfo.InvariantCulture, $"Downloading {name}: {receivedBytes * 100 / totalBytes} % of {totalBytes / Megabyte:0.0} MB"));
    }
}
