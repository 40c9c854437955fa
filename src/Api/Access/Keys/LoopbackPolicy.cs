using System.Net;
using LearnML.Api.Hosting;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Access.Keys;

/// <summary>
/// Decides whether callers on this machine need a key. They need none while the service listens on loopback only, unless a setting
/// requires keys.
/// </summary>
/// <param name="options">The settings.</param>
/// <param name="configuration">The addresses that the service listens on, and the token settings.</param>
/// <param name="keys">The keys.</param>
internal sealed class LoopbackPolicy(IOptions<LearnMLOptions> options, IConfiguration configuration, KeyStore keys)
{
    private static readonly string[] LoopbackNames = ["localhost", "127.0.0.1", "[::1]"];

    // Every proxy or tunnel adds at least one of these headers.
    private static readonly string[] ProxyHeaders = ["X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Forwarded", "Via"];

    private readonly string? reasonForKeys = GetReasonForKeys(options.Value, configuration);

    /// <summary>Whether every caller needs a key.</summary>
    public bool KeysRequired => reasonForKeys is not null;

    /// <summary>Checks that a usable key exists if every caller needs one.</summary>
    /// <exception cref="StartupException">Every caller needs a key and no key exists.</exception>
    public async Task CheckKeyExistsAsync()
    {
        if (KeysRequired && !TokenSettings.AcceptsTokens(configuration) && !await keys.AnyValidAsync(CancellationToken.None))
        {
            throw new StartupException($"{reasonForKeys}, so every caller needs a key, but there is no key. "
                + "Create one with the same settings: dotnet run --project src/Api -- keys create --scope train");
        }
    }

    /// <summary>Whether a request comes from this machine and needs no key.</summary>
    public bool AllowsWithoutKey(HttpContext context) =>
        !KeysRequired && (context.Connection.RemoteIpAddress is not { } remote || IPAddress.IsLoopback(remote));

    /// <summary>
    /// Returns why a request that needs no key is refused; null if it is allowed. Other machines could reach the service through this one in
    /// two ways: through a proxy on this machine, and through a foreign host name that a browser here resolves to loopback (DNS rebinding).
    /// </summary>
    public string? GetRefusalReason(HttpContext context)
    {
        if (!AllowsWithoutKey(context))
        {
            return null;
        }

        if (Array.Exists(ProxyHeaders, context.Request.Headers.ContainsKey))
        {
            return "The request comes through a proxy, but the service does not require keys. "
                + "Set LearnML:RequireKeys to true, and LearnML:Proxies to the proxy's address.";
        }

        var host = context.Request.Host.Host;
        return host.Length == 0 || LoopbackNames.Contains(host, StringComparer.OrdinalIgnoreCase)
            || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address))
            ? null
            : $"The request is for the host '{host}'. Without keys the service answers only for localhost, 127.0.0.1 and [::1]. "
                + "Set LearnML:RequireKeys to true to allow other hosts.";
    }

    /// <summary>Returns the addresses from the configuration that the service listens on.</summary>
    public static IReadOnlyList<string> GetListenAddresses(IConfiguration configuration)
    {
        string[] urls =
        [
            .. Split(WebHostDefaults.ServerUrlsKey),
            .. configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(endpoint => endpoint["Url"]).OfType<string>(),
        ];
        return urls.Length > 0 ? urls :
        [
            .. Split(WebHostDefaults.HttpPortsKey).Select(port => $"http://*:{port}"),
            .. Split(WebHostDefaults.HttpsPortsKey).Select(port => $"https://*:{port}"),
        ];

        string[] Split(string key) =>
            (configuration[key] ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>
    /// Returns why every caller needs a key; null if callers on this machine need none. A configured proxy is such a reason: its requests may
    /// come from this machine, and not every proxy adds a header that shows it.
    /// </summary>
    private static string? GetReasonForKeys(LearnMLOptions settings, IConfiguration configuration) =>
        GetListenAddresses(configuration).FirstOrDefault(address => !IsLoopback(address)) is { } exposed
            ? $"The service listens on {exposed}, which is not a loopback address"
        : settings.RequireKeys ? "LearnML:RequireKeys is true"
        : settings.ProxyList.Count > 0 ? "LearnML:Proxies is set"
        : null;

    private static BindingAddress ParseAddress(string address)
    {
        try
        {
            return BindingAddress.Parse(address);
        }
        catch (FormatException)
        {
            throw new StartupException($"The service cannot listen on '{address}', which is not an address. Use for example http://localhost:5080.");
        }
    }

    private static bool IsLoopback(string address)
    {
        var binding = ParseAddress(address);
        return binding.IsUnixPipe || binding.IsNamedPipe || LoopbackNames.Contains(binding.Host, StringComparer.OrdinalIgnoreCase)
            || (IPAddress.TryParse(binding.Host.Trim('[', ']'), out var host) && IPAddress.IsLoopback(host));
    }
}
