using LearnML.Api.Access.Keys;
using LearnML.Api.Hosting;
using LearnML.Api.Jobs.Queue;
using LearnML.Client;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Demo;

internal static class DemoSetup
{
    /// <summary>Leaves out log lines about what the demo itself prints. Warnings stay, and the jobs that continue after a restart.</summary>
    public static void QuietForDemo(this ILoggingBuilder logging) => logging
        .AddFilter("LearnML.Api.Jobs", LogLevel.Warning)
        .AddFilter(typeof(JobSweeper).FullName, LogLevel.Information)
        .AddFilter("LearnML.Api.Access.Audit", LogLevel.Warning)
        .AddFilter("LearnML.Api.Problems", LogLevel.Error)
        .AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Warning);

    /// <summary>Runs the demo against this service, which must be started.</summary>
    /// <exception cref="StartupException">The service requires keys, and the demo has none.</exception>
    public static async Task RunDemoAsync(this WebApplication app)
    {
        if (app.Services.GetRequiredService<LoopbackPolicy>().KeysRequired)
        {
            throw new StartupException("The demo has no key, but the service requires keys. "
                + "Run the demo on a loopback address and without LearnML:RequireKeys and LearnML:Proxies.");
        }

        using var http = new HttpClient
        {
            BaseAddress = new Uri(app.Urls.First()),
            Timeout = Timeout.InfiniteTimeSpan, // A dataset may be downloaded first.
        };
        await using var learnML = new LearnMLClient(http);
        try
        {
            var datasets = app.Services.GetRequiredService<IOptions<LearnMLOptions>>().Value.DatasetFolder;
            var terminal = new DemoTerminal(Console.Out, !Console.IsOutputRedirected);
            await new DemoCommand(learnML, terminal, datasets).RunAsync(app.Lifetime.ApplicationStopping);
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Ctrl+C during the demo stops the service, as it does after the demo.
        }
    }
}
