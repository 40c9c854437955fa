using LearnML.Api.Access.Keys;
using LearnML.Api.Hosting;
using LearnML.Client;

namespace LearnML.Api.Demo;

internal static class DemoSetup
{
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
            await new DemoCommand(learnML, new DemoTerminal(Console.Out, !Console.IsOutputRedirected)).RunAsync(app.Lifetime.ApplicationStopping);
        }
        catch (OperationCanceledException) when (app.Lifetime.ApplicationStopping.IsCancellationRequested)
        {
            // Ctrl+C during the demo stops the service, as it does after the demo.
        }
    }
}
