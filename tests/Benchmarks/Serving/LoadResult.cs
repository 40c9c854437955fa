namespace LearnML.Benchmarks.Serving;

/// <summary>The results of requests.</summary>
/// <param name="Accepted">The latency of each answered request, in milliseconds.</param>
/// <param name="Refused">The latency of each request that was refused with status 503.</param>
/// <param name="Failed">The number of requests without an answer or with another status.</param>
internal sealed record LoadResult(List<double> Accepted, List<double> Refused, int Failed)
{
    public LoadResult Add(LoadResult other) => new([.. Accepted, .. other.Accepted], [.. Refused, .. other.Refused], Failed + other.Failed);

    /// <summary>Returns the time that a share of the requests does not exceed.</summary>
    public static double Percentile(List<double> times, double share)
    {
        if (times.Count == 0)
        {
            return double.NaN;
        }

        var sorted = times.Order().ToList();
        return sorted[(int)(share * (sorted.Count - 1))];
    }

    public override string ToString() =>
        FormattableString.Invariant($"{Text(Accepted)} answered, {Text(Refused)} refused, {Failed} failed");

    private static string Text(List<double> times) =>
        FormattableString.Invariant($"{times.Count:n0} (p50 {Percentile(times, 0.5):f1} ms, p99 {Percentile(times, 0.99):f1} ms)");
}
