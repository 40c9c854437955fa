using LearnML.Api.Access;
using LearnML.Client;

namespace LearnML.Api.Demo;

internal static class DemoSetup
{
    /// <summary>Runs the demo against this service, which listens already.</summary>
    /// <exception cref="StartupException">The service asks for keys, and the demo has none.</exception>
    public static async Task RunDemoAsync(this WebApplication app)
    {
        if (app.Services.GetRequiredService<Doors>().KeysForAll)
        {
            throw new StartupException("The demo has no key. Run it where none is asked for, on loopback; 'keys create' makes one for other clients.");
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
            // Ctrl+C during the demo ends the service as it does afterwards.
        }
    }
}
