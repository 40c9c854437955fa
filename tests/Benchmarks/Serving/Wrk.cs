using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace LearnML.Benchmarks.Serving;

/// <summary>A load of requests by wrk (https://github.com/wg/wrk): connections that send one body again and again.</summary>
/// <param name="folder">Where its scripts go.</param>
internal sealed partial class Wrk(string folder)
{
    private const int DefaultConnections = 16;

    /// <summary>Whether wrk is here.</summary>
    public static bool IsInstalled =>
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator).Any(path => File.Exists(Path.Combine(path, "wrk")));

    /// <summary>Runs it.</summary>
    /// <param name="address">Where the requests go.</param>
    /// <param name="body">What they send.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="jsonLength">The header of the protocol's binary requests; null where there is none.</param>
    /// <param name="connections">How many; 16 are never refused.</param>
    /// <returns>Requests a second, how many of them were refused, and the 50th and 99th hundredth of the latencies in milliseconds.</returns>
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
