using System.Globalization;
using LearnML.Api.Access.Audit;
using LearnML.Api.Hosting;
using LearnML.Api.Requests;
using LearnML.Contracts;

namespace LearnML.Api.Access.Keys;

/// <summary>Creates, lists and revokes keys from a terminal, while the service runs or before its first start.</summary>
/// <param name="store">The keys.</param>
/// <param name="audit">The audit log, which records each change.</param>
/// <param name="time">The clock.</param>
/// <param name="output">The output, for example the console.</param>
internal sealed class KeyCommand(KeyStore store, AuditLog audit, TimeProvider time, TextWriter output)
{
    private const string Usage =
        """
        keys create --scope read|predict|train|admin[,...] [--name NAME] [--days DAYS]
        keys list
        keys revoke --name NAME
        Use the same settings as for the service, such as --LearnML:Data.
        """;

    /// <summary>Runs the command.</summary>
    /// <param name="arguments">The arguments after the command's name.</param>
    /// <exception cref="StartupException">The arguments are invalid, or the key to revoke does not exist.</exception>
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
        var scopes = (given["scope"] ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(word => errors.ParseEnum<Scope>(word, "--scope")).OfType<Scope>().ToList();
        var isNumber = double.TryParse(given["days"] ?? "0", NumberStyles.Float, CultureInfo.InvariantCulture, out var days)
            && days is >= 0 and < 36_500;
        errors.Require(isNumber, "--days", "must be a number of days");
        var request = new KeyRequest
        {
            Name = given["name"],
            Scopes = scopes,
            ExpiresAt = isNumber && days > 0 ? time.GetUtcNow().AddDays(days) : null,
        };
        var created = errors.IsEmpty ? await store.CreateAsync(request, errors, CancellationToken.None) : null;
        if (created is null)
        {
            var lines = errors.ToDictionary().Select(error => $"{error.Key}: {string.Join("; ", error.Value)}");
            throw new StartupException(string.Join('\n', lines) + "\n" + Usage);
        }

        await audit.AddAsync("keys create", $"/api/keys/{created.Key.Name}", StatusCodes.Status201Created);
        var granted = string.Join(", ", created.Key.Scopes.Select(scope => EnumNames.Format(scope)));
        var expiry = created.Key.ExpiresAt is { } end ? string.Create(CultureInfo.InvariantCulture, $", until {end:u}") : "";
        await output.WriteLineAsync(
            $"""
            The key '{created.Key.Name}', which is shown only once:
            {created.Secret}
            Its scopes: {granted}{expiry}. Send it as 'Authorization: Bearer {KeyStore.Prefix}...'.
            """);
    }

    private async Task ListAsync()
    {
        foreach (var key in await store.ListAsync(CancellationToken.None))
        {
            var state = key.RevokedAt is { } revoked ? $"revoked {revoked:u}"
                : key.ExpiresAt is { } end ? $"{(end > time.GetUtcNow() ? "expires" : "expired")} {end:u}"
                : "";
            var scopes = string.Join(',', key.Scopes.Select(scope => EnumNames.Format(scope)));
            var used = key.LastUsedAt?.ToString("u", CultureInfo.InvariantCulture) ?? "never";
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{key.Name,-24} {scopes,-16} created {key.CreatedAt:u}  used {used,-20} {state}").TrimEnd());
        }
    }

    private async Task RevokeAsync(string name)
    {
        if (!await store.RevokeAsync(name, CancellationToken.None))
        {
            throw new StartupException($"There is no key '{name}'.");
        }

        await audit.AddAsync("keys revoke", $"/api/keys/{name}", StatusCodes.Status204NoContent);
        await output.WriteLineAsync($"The key '{name}' is revoked.");
    }
}
