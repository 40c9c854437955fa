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

    private readonly string? beyond = Addresses(configuration).FirstOrDefault(address => !IsLoopback(address));

    /// <summary>Whether nobody is let in without a key.</summary>
    public bool KeysForAll => beyond is not null || options.Value.RequireKeys;

    /// <summary>Sees to it that somebody can come in.</summary>
    /// <exception cref="StartupException">Nobody has a key, and all need one.</exception>
    public async Task CheckAsync()
    {
        if (KeysForAll && !AccessSetup.TakesTokens(configuration) && !await keys.AnyAsync(CancellationToken.None))
        {
            throw new StartupException(
                $"{(beyond is null ? "LearnML:RequireKeys is true" : $"The service is to listen on {beyond}, beyond this machine")}, and there is no key. Make one, with the same settings: "
                + "dotnet run --project src/Api -- keys create --scope train");
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

        if (context.Request.Headers.ContainsKey("X-Forwarded-For") || context.Request.Headers.ContainsKey("Forwarded"))
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

    private static bool IsLoopback(string address)
    {
        var binding = BindingAddress.Parse(address);
        return binding.IsUnixPipe || binding.IsNamedPipe || LoopbackNames.Contains(binding.Host, StringComparer.OrdinalIgnoreCase)
            || (IPAddress.TryParse(binding.Host.Trim('[', ']'), out var host) && IPAddress.IsLoopback(host));
    }
}
