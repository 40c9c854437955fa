using System.Net.Http.Headers;

namespace LearnML.Client;

/// <summary>
/// A client of a LearnML service. Every call throws a <see cref="LearnMLException"/> if the service answers with an error, and an
/// <see cref="HttpRequestException"/> if it cannot be reached. Requests are not retried; only <see cref="JobsClient.WatchAsync"/> reconnects.
/// This class is thread-safe.
/// </summary>
public sealed class LearnMLClient : IAsyncDisposable
{
    private readonly HttpClient http;
    private readonly bool ownsHttp;
    private readonly TrainingHubConnection hub;

    /// <summary>
    /// Creates a client with its own connections. A call that takes longer than 100 seconds throws a <see cref="TaskCanceledException"/>. For
    /// larger uploads and downloads, use the other constructor and an <see cref="HttpClient"/> with a longer <see cref="HttpClient.Timeout"/>.
    /// </summary>
    /// <param name="address">The service's address, for example <c>http://localhost:5080</c>.</param>
    /// <param name="key">The API key, <c>lml_...</c>, or a token of the service's issuer; null if the service needs none.</param>
    public LearnMLClient(Uri address, string? key = null)
        : this(new HttpClient
        {
            BaseAddress = WithFinalSlash(address),
            DefaultRequestHeaders = { Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key) },
        }) => ownsHttp = true;

    /// <summary>Creates a client that sends its requests with <paramref name="http"/> and does not dispose it.</summary>
    /// <param name="http">
    /// Its <see cref="HttpClient.BaseAddress"/> is the service's address; a path in it must end with a slash. Its default
    /// <c>Authorization</c> header has the key, which is also used for the hub.
    /// </param>
    /// <param name="hubHandlers">
    /// Returns a message handler for each hub connection, which disposes it. Tests use this to reach a service in their own process.
    /// Default: the network.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="http"/> has no base address.</exception>
    public LearnMLClient(HttpClient http, Func<HttpMessageHandler>? hubHandlers = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        Address = http.BaseAddress ?? throw new ArgumentException("The HttpClient has no base address.", nameof(http));
        this.http = http;
        hub = new TrainingHubConnection(
            new Uri(Address, "hubs/training"), hubHandlers, () => Task.FromResult(http.DefaultRequestHeaders.Authorization?.Parameter));
        var requests = new JsonRequests(http);
        Jobs = new JobsClient(requests, new JobWatch(requests, hub));
        Datasets = new DatasetsClient(requests);
        Recipes = new RecipesClient(requests);
        Models = new ModelsClient(requests);
        System = new SystemClient(requests);
        Access = new AccessClient(requests);
    }

    /// <summary>The service's address.</summary>
    public Uri Address { get; }

    /// <summary>Runs, watches, stops and compares jobs.</summary>
    public JobsClient Jobs { get; }

    /// <summary>Lists, uploads, corrects and deletes datasets.</summary>
    public DatasetsClient Datasets { get; }

    /// <summary>Reads the recipes.</summary>
    public RecipesClient Recipes { get; }

    /// <summary>Manages trained models, predicts with them and reads their parameters.</summary>
    public ModelsClient Models { get; }

    /// <summary>Reads information about the service's environment.</summary>
    public SystemClient System { get; }

    /// <summary>Manages API keys and reads the audit log.</summary>
    public AccessClient Access { get; }

    /// <summary>Closes the client's connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        if (ownsHttp)
        {
            http.Dispose();
        }
    }

    /// <summary>Adds a final slash: without it, a relative path would replace the last part of the address.</summary>
    private static Uri WithFinalSlash(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.AbsolutePath.EndsWith('/') ? address : new UriBuilder(address) { Path = address.AbsolutePath + "/" }.Uri;
    }
}
