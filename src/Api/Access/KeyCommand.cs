using System.Globalization;
using LearnML.Api.Requests;
using LearnML.Contracts;

namespace LearnML.Api.Access;

/// <summary>Makes, lists and revokes keys from a terminal, beside a running service or before the first start.</summary>
/// <param name="store">The keys.</param>
/// <param name="audit">Is told of it.</param>
/// <param name="time">The clock.</param>
/// <param name="output">Where it is shown.</param>
internal sealed class KeyCommand(KeyStore store, AuditLog audit, TimeProvider time, TextWriter output)
{
    /// <summary>The words that begin it.</summary>
    public const string Word = "keys";

    private const string Usage =
        """
        keys create --scope read|predict|train|admin[,...] [--name NAME] [--days DAYS]
        keys list
        keys revoke --name NAME
        The settings are those of the service, such as --LearnML:Data.
        """;

    /// <param name="arguments">What follows the word.</param>
    /// <exception cref="StartupException">They say nothing that can be done.</exception>
    public Task RunAsync(string[] arguments)
    {
        var given = new ConfigurationBuilder().AddCommandLine(arguments.Skip(1).ToArray()).Build();
        return arguments.FirstOrDefault() switch
        {
            "create" => CreateAsync(given),
            "list" => ListAsync(),
            "revoke" when given["name"] is { } name => RevokeAsync(name),
            _ => throw new StartupException(Usage),
        };
    }

    private async Task CreateAsync(IConfiguration given)
    {
        var errors = new FieldErrors();
        var scopes = (given["scope"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(word => EnumWord.Parse<Scope>(word, "--scope", errors)).OfType<Scope>().ToList();
        var isNumber = double.TryParse(given["days"] ?? "0", NumberStyles.Float, CultureInfo.InvariantCulture, out var days) && days is >= 0 and < 36_500;
        errors.Require(isNumber, "--days", "must be a number of days");
        var request = new KeyRequest { Name = given["name"], Scopes = scopes, ExpiresAt = isNumber && days > 0 ? time.GetUtcNow().AddDays(days) : null };
        var made = errors.None ? await store.CreateAsync(request, errors, CancellationToken.None) : null;
        if (made is null)
        {
            throw new StartupException(string.Join('\n', errors.ToDictionary().Select(error => $"{error.Key}: {string.Join("; ", error.Value)}")) + "\n" + Usage);
        }

        await audit.AddAsync("keys create", $"/api/keys/{made.Key.Name}", StatusCodes.Status201Created);
        await output.WriteLineAsync(
            $"""
            The key '{made.Key.Name}', shown this once:
            {made.Secret}
            Its scopes: {string.Join(", ", made.Key.Scopes.Select(scope => EnumWord.Of(scope)))}{(made.Key.ExpiresAt is { } end ? string.Create(CultureInfo.InvariantCulture, $", until {end:u}") : "")}. Send it as 'Authorization: Bearer {KeyStore.Prefix}...'.
            """);
    }

    private async Task ListAsync()
    {
        foreach (var key in await store.ListAsync(CancellationToken.None))
        {
            var state = key.RevokedAt is { } revoked ? $"revoked {revoked:u}" : key.ExpiresAt is { } end ? $"{(end > time.GetUtcNow() ? "expires" : "expired")} {end:u}" : "";
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{key.Name,-24} {string.Join(',', key.Scopes.Select(scope => EnumWord.Of(scope))),-16} made {key.CreatedAt:u}  used {key.LastUsedAt?.ToString("u", CultureInfo.InvariantCulture) ?? "never",-20} {state}").TrimEnd());
        }
    }

    private async Task RevokeAsync(string name)
    {
        if (!await store.RevokeAsync(name, CancellationToken.None))
        {
            throw new StartupException($"There is no key '{name}'.");
        }

        await audit.AddAsync("keys revoke", $"/api/keys/{name}", StatusCodes.Status204NoContent);
        await output.WriteLineAsync($"The key '{name}' is refused from now on.");
    }
}
