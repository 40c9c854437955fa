using System.Diagnostics;
using System.Globalization;

namespace LearnML.Training.Datasets;

/// <summary>Logs the progress of a download: at every 10 %, and at least every five seconds while data arrives.</summary>
/// <param name="name">The file's name.</param>
/// <param name="start">The number of bytes that earlier attempts received.</param>
/// <param name="total">The size of the whole file in bytes; null if the server does not send it.</param>
/// <param name="log">Receives each progress message.</param>
internal sealed class DownloadProgress(string name, long start, long? total, Action<string> log)
{
    private const double Megabyte = 1_000_000;
    private static readonly TimeSpan AtLeastEvery = TimeSpan.FromSeconds(5);

    // A server may not send the size. Then there is no percentage, only the time interval.
    private readonly long goal = total is > 0 ? total.Value : long.MaxValue;
    private long received = start;
    private long tenth = total is > 0 ? start * 10 / total.Value : 0;
    private long toldAt = Stopwatch.GetTimestamp();

    /// <summary>Adds received bytes and logs the progress if it is due.</summary>
    public void Add(int bytes)
    {
        received += bytes;
        var currentTenth = received * 10 / goal;
        if (currentTenth == tenth && Stopwatch.GetElapsedTime(toldAt) < AtLeastEvery)
        {
            return;
        }

        (tenth, toldAt) = (currentTenth, Stopwatch.GetTimestamp());
        log(goal == long.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"Downloading {name}: {received / Megabyte:0.0} MB")
            : string.Create(CultureInfo.InvariantCulture, $"Downloading {name}: {received * 100 / goal} % of {goal / Megabyte:0.0} MB"));
    }
}
