using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using LearnML.Contracts;

namespace LearnML.Benchmarks;

/// <summary>The whole service in a separate process.</summary>
internal sealed class ServiceProcess : IDisposable
{
    private const string HeapMetric = "dotnet_gc_last_collection_heap_size";

    private readonly Process process;

    /// <param name="folder">The folder of its data.</param>
    /// <param name="datasets">The folder of known datasets; null for one in the folder of its data.</param>
    /// <param name="settings">Further settings, as environment variables.</param>
    public ServiceProcess(string folder, string? datasets = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        var address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}"));
        probe.Stop();
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "LearnML.Api.dll")])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            Environment =
            {
                ["Urls"] = address.ToString(),
                ["LearnML__Data"] = folder,
                ["LearnML__Datasets"] = datasets ?? Path.Combine(folder, "datasets"),
            },
        };
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        var clock = Stopwatch.StartNew();
        process = Process.Start(start)!;
        process.BeginOutputReadLine();
        Http = new HttpClient { BaseAddress = address };
        WaitUntilServing();
        StartSeconds = clock.Elapsed.TotalSeconds;
    }

    public HttpClient Http { get; }

    /// <summary>The process id.</summary>
    public int Id => process.Id;

    /// <summary>The time from the start of the process to its first answer.</summary>
    public double StartSeconds { get; }

    /// <summary>The processor time so far.</summary>
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
            ? (int.Parse(File.ReadLines(status).Single(line => line.StartsWith("VmHWM", StringComparison.Ordinal)).Split(' ',
                StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture) / 1000).ToString(CultureInfo.InvariantCulture)
            : "unknown (Linux only)";
    }

    /// <summary>Runs a job to its end. The job must succeed.</summary>
    public async Task RunJobAsync(JobSpec spec)
    {
        using var posted = await Http.PostAsJsonAsync("/api/jobs", spec, WireFormat.Options);
        var job = (await posted.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Job>(WireFormat.Options))!;
        while (job.EndedAt is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
            job = (await Http.GetFromJsonAsync<Job>($"/api/jobs/{job.Id}", WireFormat.Options))!;
        }

        if (job.State != JobState.Succeeded)
        {
            throw new InvalidOperationException($"A job ended as {job.State}: {job.Error}");
        }
    }

    /// <summary>Returns the size of the managed heap after its last collection, if the service publishes its metrics.</summary>
    public async Task<string> HeapMegabytesAsync()
    {
        using var answer = await Http.GetAsync(new Uri("/metrics", UriKind.Relative));
        var heaps = (await answer.Content.ReadAsStringAsync())
            .Split('\n').Where(line => line.StartsWith(HeapMetric, StringComparison.Ordinal)).ToList();
        return answer.IsSuccessStatusCode && heaps.Count > 0
            ? string.Create(CultureInfo.InvariantCulture,
                $"{heaps.Sum(line => double.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture)) / 1e6:f0} MB")
            : "unknown";
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
