using System.Diagnostics;
using System.Text.Json;

namespace LearnML.Benchmarks.Training;

/// <summary>Runs the same training as a PyTorch script on the same machine.</summary>
internal static class PeerScript
{
    public static void Run(string folder, EpochBenchmark ours)
    {
        var (peer, seconds) = Measure("secondsPerEpoch", Path.Combine(folder, "mlp.py"));
        Console.WriteLine($"epoch, {peer}, s    {seconds:f3} (minimum)");
        Console.WriteLine($"peer / ours (minima)            {seconds / ours.EpochSeconds.Minimum:f2}");
    }

    /// <summary>Runs a PyTorch script.</summary>
    /// <returns>The script's name for itself, and the figure with the given name.</returns>
    public static (string Peer, double Seconds) Measure(string figure, params string[] script)
    {
        var start = new ProcessStartInfo("/usr/bin/python3", script) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        using var answer = JsonDocument.Parse(process.StandardOutput.ReadToEnd());
        return (answer.RootElement.GetProperty("peer").GetString()!, answer.RootElement.GetProperty(figure).GetDouble());
    }
}
