namespace LearnML.Api.Tests.Hosting;

/// <summary>How often the tests that repeat something at random repeat it: a few times, and with <c>LONG=1</c> in the environment many.</summary>
internal static class LongRuns
{
    public static bool AreEnabled { get; } = Environment.GetEnvironmentVariable("LONG") == "1";

    public static T Choose<T>(T normal, T whenLong) => AreEnabled ? whenLong : normal;
}
