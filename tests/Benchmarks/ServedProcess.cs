using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LearnML.Benchmarks;

/// <summary>The whole service in a process of its own.</summary>
internal sealed class ServedProcess : IDisposable
{
    private readonly Process process;

    public ServedProcess(string folder, string? datasets = null)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}"));
        probe.Stop();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "LearnML.Api.dll")])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            Environment = { ["Urls"] = address.ToString(), ["LearnML__Data"] = folder, ["LearnML__Datasets"] = datasets ?? Path.Combine(folder, "datasets") },
        };
        var clock = Stopwatch.StartNew();
        process = Process.Start(start)!;
        process.BeginOutputReadLine();
        Http = new HttpClient { BaseAddress = address };
        WaitUntilServing();
        StartSeconds = clock.Elapsed.TotalSeconds;
    }

    public HttpClient Http { get; }

    /// <summary>From the start of the process to its first answer.</summary>
    public double StartSeconds { get; }

    /// <summary>Processor time so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            process.Refresh();
            return process.TotalProcessorTime;
        }
    }

    public string PeakMegabytes()
    {
        var status = $"/proc/{process.Id}/status";
        return File.Exists(status)
            ? (int.Parse(File.ReadLines(status).Single(line => line.StartsWith("VmHWM", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1000).ToString(CultureInfo.InvariantCulture)
            : "known on Linux only";
    }

    public void Dispose()
    {
        Http.Dispose();
        process.Kill();
        process.WaitForExit();
        process.Dispose();
    }

    private void WaitUntilServing()
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var answer = Http.Send(new HttpRequestMessage(HttpMethod.Get, "/api/system"));
                return;
            }
            catch (HttpRequestException) when (tries < 1000)
            {
                Thread.Sleep(TimeSpan.FromMilliseconds(20));
            }
        }
    }
}
