namespace LearnML.Training.Tests.Support;

/// <summary>Measures processor time, which other processes do not change. Only for tests that run alone, in <see cref="NonParallel"/>.</summary>
internal static class ProcessorTime
{
    private const int Rounds = 5;

    /// <summary>Returns the least time of several rounds.</summary>
    public static TimeSpan Of(Action action) => Enumerable.Range(0, Rounds).Min(_ =>
    {
        var before = Environment.CpuUsage.TotalTime;
        action();
        return Environment.CpuUsage.TotalTime - before;
    });
}
