using System.Diagnostics;
using System.Text.Json;

namespace LearnML.Benchmarks.Training;

/// <summary>The same epochs by a PyTorch script on the same machine, after ours.</summary>
internal static class PeerScript
{
    public static void Run(string folder, EpochBenchmark ours)
    {
        var (peer, seconds) = Measure("secondsPerEpoch", Path.Combine(folder, "mlp.py"));
        Console.WriteLine($"epoch, {peer}, s    {seconds:f3} (its minimum)");
        Console.WriteLine($"peer / ours (minima)            {seconds / ours.EpochSeconds.Minimum:f2}");
    }

    /// <summary>Runs a peer's script.</summary>
    /// <returns>What it calls itself, and the figure that it gives under a name.</returns>
    public static (string Peer, double Seconds) Measure(string figure, params string[] script)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", script) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        using var answer = JsonDocument.Parse(process.StandardOutput.ReadToEnd());
        return (answer.RootElement.GetProperty("peer").GetString()!, answer.RootElement.GetProperty(figure).GetDouble());
    }
}
