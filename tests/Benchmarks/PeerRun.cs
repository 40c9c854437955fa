using System.Diagnostics;
using System.Text.Json;

namespace LearnML.Benchmarks;

/// <summary>The same epochs by a PyTorch script on the same machine, after ours.</summary>
internal static class PeerRun
{
    public static void Run(string folder, MlpEpochs ours)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", [Path.Combine(folder, "mlp.py")]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        using var answer = JsonDocument.Parse(process.StandardOutput.ReadToEnd());
        var seconds = answer.RootElement.GetProperty("secondsPerEpoch").GetDouble();
        Console.WriteLine($"epoch, {answer.RootElement.GetProperty("peer").GetString()}, s    {seconds:f3} (its minimum)");
        Console.WriteLine($"peer / ours (minima)            {seconds / ours.EpochSeconds.Minimum:f2}");
    }
}
