using LearnML.Client;

namespace LearnML.Api.Demo;

internal static class DemoSetup
{
    private static readonly string[] AnyHost = ["*", "+", "0.0.0.0", "[::]"];

    /// <summary>Runs the demo against this service, which listens already.</summary>
    public static async Task RunDemoAsync(this WebApplication app)
    {
        var listens = BindingAddress.Parse(app.Urls.First());
        var host = AnyHost.Contains(listens.Host) ? "localhost" : listens.Host;
        using var http = new HttpClient
        {
            BaseAddress = new UriBuilder(listens.Scheme, host, listens.Port).Uri,
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
