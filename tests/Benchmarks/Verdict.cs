namespace LearnML.Benchmarks;

/// <summary>Says of a promise whether it was kept; one that was not makes the run end with exit code 1.</summary>
internal static class Verdict
{
    public static void Of(string promise, bool kept)
    {
        Console.WriteLine($"{(kept ? "kept" : "NOT KEPT"),-9} {promise}");
        if (!kept)
        {
            Environment.ExitCode = 1;
        }
    }
}
