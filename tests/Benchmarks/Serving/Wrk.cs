using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace LearnML.Benchmarks.Serving;

/// <summary>Runs wrk (https://github.com/wg/wrk), whose connections send the same body repeatedly.</summary>
/// <param name="folder">The folder for its scripts.</param>
internal sealed partial class Wrk(string folder)
{
    private const int DefaultConnections = 16;

    /// <summary>Whether wrk is installed.</summary>
    public static bool IsInstalled =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(path => File.Exists(Path.Combine(path, "wrk")));

    /// <summary>Runs wrk.</summary>
    /// <param name="address">The address of the requests.</param>
    /// <param name="body">The body of the requests.</param>
    /// <param name="seconds">The duration.</param>
    /// <param name="jsonLength">The length of the JSON header of a binary request; null for a JSON request.</param>
    /// <param name="connections">The number of connections; 16 connections are never refused.</param>
    /// <returns>The requests per second, the refused requests per second, and the 50th and 99th percentile of the latencies in
    /// milliseconds.</returns>
    public (double Requests, double Refused, double P50, double P99) Run(
        Uri address, byte[] body, int seconds, int? jsonLength = null, int connections = DefaultConnections)
    {
        var (content, script) = (Path.Combine(folder, "body"), Path.Combine(folder, "load.lua"));
        File.WriteAllBytes(content, body);
        File.WriteAllText(script, $"""
            wrk.method = "POST"
            wrk.headers["Content-Type"] = "application/json"
            {(jsonLength is null ? "" : Text($"wrk.headers[\"Inference-Header-Content-Length\"] = \"{jsonLength}\""))}
            local file = io.open("{content}", "rb")
            wrk.body = file:read("*all")
            """);
        using var process = Process.Start(new ProcessStartInfo("wrk", ["-t1", Text($"-c{connections}"), Text($"-d{seconds}s"),
            "--latency", "-s", script, address.ToString()])
        { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        var refused = RefusedCount().Match(output);
        if ((refused.Success && connections == DefaultConnections) || !Rate().IsMatch(output))
        {
            throw new InvalidOperationException($"{address}: {output}");
        }

        return (Number(Rate().Match(output)), refused.Success ? Number(refused) / seconds : 0, Latency(output, "50%"), Latency(output, "99%"));
    }

    private static double Number(Match match) => double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static double Latency(string output, string share)
    {
        var match = Regex.Match(output, $@"{share}\s+([\d.]+)(us|ms|s)");
        return double.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) * match.Groups[2].Value switch
        {
            "us" => 0.001,
            "ms" => 1,
            _ => 1000,
        };
    }

    [GeneratedRegex(@"Non-2xx or 3xx responses: (\d+)")]
    private static partial Regex RefusedCount();

    [GeneratedRegex(@"Requests/sec:\s+([\d.]+)")]
    private static partial Regex Rate();
}
