using System.Diagnostics;
using System.Globalization;

namespace LearnML.Training.Datasets;

/// <summary>Tells how far a download is: at every tenth of it, and at the latest after some seconds.</summary>
internal sealed class DownloadProgress(string name, long start, long? total, Action<string> log)
{
    private const double Megabyte = 1_000_000;
    private static readonly TimeSpan AtLeastEvery = TimeSpan.FromSeconds(5);

    // A server need not say how much is to come: then there are no tenths, only seconds.
    private readonly long goal = total is > 0 ? total.Value : long.MaxValue;
    private long received = start;
    private long tenth = total is > 0 ? start * 10 / total.Value : 0;
    private long toldAt = Stopwatch.GetTimestamp();

    public void Add(int bytes)
    {
        received += bytes;
        var now = received * 10 / goal;
        if (now == tenth && Stopwatch.GetElapsedTime(toldAt) < AtLeastEvery)
        {
            return;
        }

        (tenth, toldAt) = (now, Stopwatch.GetTimestamp());
        log(goal == long.MaxValue
            ? string.Create(CultureInfo.InvariantCulture, $"Downloading {name}: {received / Megabyte:0.0} MB")
            : string.Create(CultureInfo.InvariantCulture, $"Downloading {name}: {received * 100 / goal} % of {goal / Megabyte:0.0} MB"));
    }
}
