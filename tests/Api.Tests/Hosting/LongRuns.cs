namespace LearnML.Api.Tests.Hosting;

/// <summary>Chooses the number of repetitions of randomized tests: few, or many if the environment variable <c>LONG</c> is 1.</summary>
internal static class LongRuns
{
    public static bool AreEnabled { get; } = Environment.GetEnvironmentVariable("LONG") == "1";

    public static T Choose<T>(T normal, T whenLong) => AreEnabled ? whenLong : normal;
}
