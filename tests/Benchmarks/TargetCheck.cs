namespace LearnML.Benchmarks;

/// <summary>Prints whether a target is met. A missed target makes the process end with exit code 1.</summary>
internal static class TargetCheck
{
    public static void Report(string target, bool isMet)
    {
        Console.WriteLine($"{(isMet ? "met" : "MISSED"),-9} {target}");
        if (!isMet)
        {
            Environment.ExitCode = 1;
        }
    }
}
