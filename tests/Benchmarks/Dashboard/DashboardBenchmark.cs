using System.Diagnostics;
using System.Net.Http.Json;
using LearnML.Contracts;
using Microsoft.Playwright;

namespace LearnML.Benchmarks.Dashboard;

/// <summary>Measures the dashboard in Chromium: its first paint, the opening of a long job, and the processor time of a live job.</summary>
internal static class DashboardBenchmark
{
    private const int Rounds = 9;
    private const int ManyEpochs = 10_000;
    private static readonly int[] Small = [16, 16];
    private static readonly int[] Wide = [64];
    private static readonly TimeSpan WatchDuration = TimeSpan.FromSeconds(15);
    private static readonly string[] Executables =
        ["/usr/bin/chromium", "/usr/bin/chromium-headless-shell", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

    public static void Run()
    {
        if (Executables.FirstOrDefault(File.Exists) is not { } executable)
        {
            Console.WriteLine("dashboard: skipped, Chromium is not installed");
            return;
        }

        var folder = Directory.CreateTempSubdirectory("learnml-benchmark");
        try
        {
            RunAsync(folder.FullName, executable).GetAwaiter().GetResult();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(string folder, string executable)
    {
        using var service = new ServiceProcess(folder);
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = executable, Args = ["--no-sandbox"] });

        var many = await SubmitJobAsync(service, new
        {
            dataset = "polynomial",
            network = new { hidden = Small },
            training = new { epochs = ManyEpochs, batchSize = 256 },
        });
        while ((await service.Http.GetFromJsonAsync<Job>($"/api/jobs/{many.Id}", WireFormat.Options))!.EndedAt is null)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200));
        }

        await MeasureFirstPaintAsync(service, browser);
        await MeasureOpeningAsync(service, browser, many.Id);
        await MeasureWatchingAsync(service, browser);
    }

    /// <summary>Measures the first paint of a first visit, with an empty browser cache.</summary>
    private static async Task MeasureFirstPaintAsync(ServiceProcess service, IBrowser browser)
    {
        var milliseconds = new List<double>();
        double bytes = 0;
        for (var round = 0; round < Rounds; round++)
        {
            await using var context = await browser.NewContextAsync();
            var page = await context.NewPageAsync();
            await page.GotoAsync(service.Http.BaseAddress!.ToString());
            await page.Locator("main h1").WaitForAsync();
            milliseconds.Add(await page.EvaluateAsync<double>("performance.getEntriesByName('first-contentful-paint')[0].startTime"));
            bytes = await page.EvaluateAsync<double>("performance.getEntries().reduce((sum, entry) => sum + (entry.transferSize ?? 0), 0)");
        }

        Console.WriteLine($"dashboard, first paint, ms      {new Measurements(milliseconds)}, {bytes / 1000:n0} kB in total");
    }

    /// <summary>Measures the time from navigation to the drawn curves.</summary>
    private static async Task MeasureOpeningAsync(ServiceProcess service, IBrowser browser, Guid job)
    {
        var milliseconds = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            await using var context = await browser.NewContextAsync();
            var page = await context.NewPageAsync();
            var clock = Stopwatch.StartNew();
            await page.GotoAsync($"{service.Http.BaseAddress}#/jobs/{job}");
            await page.Locator("[data-metric=loss] canvas").WaitForAsync();
            milliseconds.Add(clock.Elapsed.TotalMilliseconds);
        }

        Console.WriteLine($"open a job of {ManyEpochs:n0} epochs, ms  {new Measurements(milliseconds)}");
    }

    /// <summary>Measures the processor time of the page while a job reports its epochs.</summary>
    private static async Task MeasureWatchingAsync(ServiceProcess service, IBrowser browser)
    {
        var live = await SubmitJobAsync(service, new
        {
            dataset = "glyphs",
            network = new { hidden = Wide },
            training = new { epochs = 100_000, batchSize = 256 },
        });
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{service.Http.BaseAddress}#/jobs/{live.Id}");
        await page.Locator("[data-metric=loss] canvas").WaitForAsync();

        var (before, from) = (await ReadRendererSecondsAsync(browser), await CountEpochsAsync(service, live));
        await Task.Delay(WatchDuration);
        var (spent, reported) = (await ReadRendererSecondsAsync(browser) - before, await CountEpochsAsync(service, live) - from);
        Console.WriteLine(
            $"page that follows {reported / WatchDuration.TotalSeconds:f1} epochs/s       {spent / WatchDuration.TotalSeconds:p1} of a core");
        (await service.Http.PostAsync(new Uri($"/api/jobs/{live.Id}/cancel", UriKind.Relative), null)).Dispose();
    }

    private static async Task<double> ReadRendererSecondsAsync(IBrowser browser)
    {
        var session = await browser.NewBrowserCDPSessionAsync();
        var processes = (await session.SendAsync("SystemInfo.getProcessInfo"))!.Value.GetProperty("processInfo");
        return processes.EnumerateArray().Where(process => process.GetProperty("type").GetString() == "renderer")
            .Sum(process => process.GetProperty("cpuTime").GetDouble());
    }

    private static async Task<long> CountEpochsAsync(ServiceProcess service, Job job) =>
        (await service.Http.GetFromJsonAsync<Job>($"/api/jobs/{job.Id}", WireFormat.Options))!.LastSequence;

    private static async Task<Job> SubmitJobAsync(ServiceProcess service, object spec)
    {
        using var posted = await service.Http.PostAsJsonAsync("/api/jobs", spec);
        return (await posted.Content.ReadFromJsonAsync<Job>(WireFormat.Options))!;
    }
}
