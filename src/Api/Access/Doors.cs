using System.Net;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Access;

/// <summary>Whether this machine's own callers need a key: not while the service listens on loopback only, unless the settings ask for it.</summary>
/// <param name="options">The settings.</param>
/// <param name="configuration">Where the service listens, and who else may call.</param>
/// <param name="keys">The keys.</param>
internal sealed class Doors(IOptions<LearnMLOptions> options, IConfiguration configuration, KeyStore keys)
{
    private static readonly string[] LoopbackNames = ["localhost", "127.0.0.1", "[::1]"];

    // What proxies and tunnels add, each some of them.
    private static readonly string[] ProxyHeaders = ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via"];

    private readonly string? why = WhyKeys(options.Value, configuration);

    /// <summary>Whether nobody is let in without a key.</summary>
    public bool KeysForAll => why is not null;

    /// <summary>Sees to it that somebody can come in.</summary>
    /// <exception cref="StartupException">Nobody has a key, and all need one.</exception>
    public async Task CheckAsync()
    {
        if (KeysForAll && !AccessSetup.TakesTokens(configuration) && !await keys.AnyAsync(CancellationToken.None))
        {
            throw new StartupException($"{why}, and there is no key. Make one, with the same settings: dotnet run --project src/Api -- keys create --scope train");
        }
    }

    /// <summary>Whether a request comes from this machine and needs no key.</summary>
    public bool LetIn(HttpContext context) => !KeysForAll && (context.Connection.RemoteIpAddress is not { } remote || IPAddress.IsLoopback(remote));

    /// <summary>
    /// What speaks against a request that needs no key. Both are how others would come in by this machine: by a proxy on it, and by a name
    /// of theirs that leads a browser here.
    /// </summary>
    public string? Objection(HttpContext context)
    {
        if (!LetIn(context))
        {
            return null;
        }

        if (Array.Exists(ProxyHeaders, context.Request.Headers.ContainsKey))
        {
            return "The request comes through a proxy, and no keys are asked for. Set LearnML:RequireKeys to true, and LearnML:Proxies to the proxy's address.";
        }

        var host = context.Request.Host.Host;
        return host.Length == 0 || LoopbackNames.Contains(host, StringComparer.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address))
            ? null
            : $"The request asks for the host '{host}'. Without keys only localhost, 127.0.0.1 and [::1] are answered; with LearnML:RequireKeys true any is.";
    }

    /// <summary>Where the service is told to listen.</summary>
    public static IReadOnlyList<string> Addresses(IConfiguration configuration)
    {
        string[] urls = [.. Split(WebHostDefaults.ServerUrlsKey), .. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>()];
        return urls.Length > 0 ? urls : [.. Split(WebHostDefaults.HttpPortsKey).Select(port => $"http://*:{port}"), .. Split(WebHostDefaults.HttpsPortsKey).Select(port => $"https://*:{port}")];

        string[] Split(string key) => (configuration[key] ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Why all need a key; null: they do not. What a proxy brings from elsewhere comes from this machine, and not every proxy says so.</summary>
    private static string? WhyKeys(LearnMLOptions settings, IConfiguration configuration) =>
        Addresses(configuration).FirstOrDefault(address => !IsLoopback(address)) is { } beyond ? $"The service is to listen on {beyond}, beyond this machine"
        : settings.RequireKeys ? "LearnML:RequireKeys is true"
        : settings.ProxyList.Count > 0 ? "LearnML:Proxies says that others come in"
        : null;

    private static BindingAddress Parse(string address)
    {
        try
        {
            return BindingAddress.Parse(address);
        }
        catch (FormatException)
        {
            throw new StartupException($"The service is to listen on '{address}', which is no address; one is http://localhost:5080.");
        }
    }

    private static bool IsLoopback(string address)
    {
        var binding = Parse(address);
        return binding.IsUnixPipe || binding.IsNamedPipe || LoopbackNames.Contains(binding.Host, StringComparer.OrdinalIgnoreCase)
            || (IPAddress.TryParse(binding.Host.Trim('[', ']'), out var host) && IPAddress.IsLoopback(host));
    }
}
