using System.Net.Http.Headers;

namespace LearnML.Client;

/// <summary>
/// A client of a LearnML service. Every call throws a <see cref="LearnMLException"/> where the service answers with an error and an
/// <see cref="HttpRequestException"/> where it cannot be reached; nothing is tried again but the connection of <see cref="JobsClient.WatchAsync"/>.
/// Safe to be used by several threads at once.
/// </summary>
public sealed class LearnMLClient : IAsyncDisposable
{
    private readonly HttpClient http;
    private readonly bool ownsHttp;
    private readonly TrainingHub hub;

    /// <summary>
    /// A client with connections of its own. A call that takes longer than 100 seconds throws a <see cref="TaskCanceledException"/>; where datasets
    /// of gigabytes are uploaded or downloaded, give it an <see cref="HttpClient"/> of a longer <see cref="HttpClient.Timeout"/>.
    /// </summary>
    /// <param name="address">Where the service is, for example <c>http://localhost:5080</c>.</param>
    /// <param name="key">The key that it calls with, <c>lml_...</c>, or a token of the service's issuer; null where none is needed.</param>
    public LearnMLClient(Uri address, string? key = null)
        : this(new HttpClient { BaseAddress = Folder(address), DefaultRequestHeaders = { Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key) } }) => ownsHttp = true;

    /// <summary>A client that sends its requests by <paramref name="http"/>, which it does not dispose.</summary>
    /// <param name="http">Its <see cref="HttpClient.BaseAddress"/> is where the service is; one that has a path ends with a slash. A key is its default <c>Authorization</c>, and the hub's too.</param>
    /// <param name="hubHandlers">
    /// Gives each connection to the hub what sends its requests, and what it disposes; so do tests reach a service in their own process. Default: the network.
    /// </param>
    /// <exception cref="ArgumentException"><paramref name="http"/> has no base address.</exception>
    public LearnMLClient(HttpClient http, Func<HttpMessageHandler>? hubHandlers = null)
    {
        ArgumentNullException.ThrowIfNull(http);
        Address = http.BaseAddress ?? throw new ArgumentException("It has no base address.", nameof(http));
        this.http = http;
        hub = new TrainingHub(new Uri(Address, "hubs/training"), hubHandlers, () => Task.FromResult(http.DefaultRequestHeaders.Authorization?.Parameter));
        var requests = new JsonRequests(http);
        Jobs = new JobsClient(requests, new JobWatch(requests, hub));
        Datasets = new DatasetsClient(requests);
        Recipes = new RecipesClient(requests);
        Models = new ModelsClient(requests);
        System = new SystemClient(requests);
        Access = new AccessClient(requests);
    }

    /// <summary>Where the service is.</summary>
    public Uri Address { get; }

    /// <summary>Runs specs and recipes, follows them, ends them.</summary>
    public JobsClient Jobs { get; }

    /// <summary>What can be learned from.</summary>
    public DatasetsClient Datasets { get; }

    /// <summary>The ready specs.</summary>
    public RecipesClient Recipes { get; }

    /// <summary>The trained models: their versions and aliases, their predictions, what is inside them.</summary>
    public ModelsClient Models { get; }

    /// <summary>What the service runs on.</summary>
    public SystemClient System { get; }

    /// <summary>Keys, and who did what with them.</summary>
    public AccessClient Access { get; }

    /// <summary>Closes its connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        if (ownsHttp)
        {
            http.Dispose();
        }
    }

    /// <summary>Paths are added to a folder only; without its last slash a name would be replaced.</summary>
    private static Uri Folder(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return address.AbsolutePath.EndsWith('/') ? address : new UriBuilder(address) { Path = address.AbsolutePath + "/" }.Uri;
    }
}
