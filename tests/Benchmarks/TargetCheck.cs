namespace LearnML.Benchmarks;

/// <summary>Says of a promise whether it was kept; one that was not makes the run end with exit code 1.</summary>
internal static class TargetCheck
{
    public static void Report(string target, bool isMet)
    {
        Console.WriteLine($"{(isMet ? "kept" : "NOT KEPT"),-9} {target}");
        if (!isMet)
        {
            Environment.ExitCode = 1;
        }
    }
}
