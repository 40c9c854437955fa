using LearnML.Api.Storage;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Access;

/// <summary>Who did what: every request that was let in to change something, predictions aside.</summary>
/// <param name="contexts">Where it is kept.</param>
/// <param name="options">The settings.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Is told too, and of those that were refused it alone: strangers fill no database.</param>
public sealed partial class AuditLog(IDbContextFactory<LearnMLContext> contexts, IOptions<LearnMLOptions> options, TimeProvider time, ILogger<AuditLog> log)
{
    // The oldest lines are looked for once in so many new ones.
    private const int Step = 100;

    /// <summary>The lines after a sequence number, in order.</summary>
    public async Task<IReadOnlyList<AuditEntry>> ReadAsync(long after, int take, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var rows = await context.Audit.AsNoTracking().Where(row => row.Sequence > after).OrderBy(row => row.Sequence).Take(take).ToListAsync(cancellation);
        return [.. rows.Select(row => row.ToEntry())];
    }

    /// <summary>Adds a line of a request, once it is known how it ended.</summary>
    internal Task AddAsync(HttpContext request, string caller, int status) => AddAsync(new AuditRow
    {
        At = time.GetUtcNow(),
        Caller = caller,
        Address = request.Connection.RemoteIpAddress?.ToString(),
        Method = request.Request.Method,
        Path = request.Request.Path.ToUriComponent(),
        Status = status,
        Made = request.Response.Headers.Location.ToString() is { Length: > 0 } made ? made : null,
    });

    /// <summary>Adds a line of a command in a terminal.</summary>
    internal Task AddAsync(string command, string path, int status) =>
        AddAsync(new AuditRow { At = time.GetUtcNow(), Caller = Callers.Terminal, Method = command, Path = path, Status = status });

    private async Task AddAsync(AuditRow row)
    {
        Did(row.Caller, row.Method, row.Path, row.Status, row.Address);
        try
        {
            await using var context = await contexts.CreateDbContextAsync();
            context.Add(row);
            await context.SaveChangesAsync();
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception))
        {
            NotStored(exception.Message);
        }

        if (row.Sequence > 0 && row.Sequence % Step == 0)
        {
            await RemoveOldestAsync(row.Sequence - options.Value.Limits.AuditLines);
        }
    }

    private async Task RemoveOldestAsync(long last)
    {
        try
        {
            await using var context = await contexts.CreateDbContextAsync();
            await context.Audit.Where(line => line.Sequence <= last).ExecuteDeleteAsync();
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception))
        {
            NotRemoved(exception.Message);
        }
    }

    /// <summary>Tells of a request that was refused.</summary>
    internal void Refused(HttpContext request, int status) => WasRefused(
        Callers.Of(request.User)?.Name ?? "nobody", request.Request.Method, request.Request.Path.ToUriComponent(), status, request.Connection.RemoteIpAddress?.ToString());

    [LoggerMessage(LogLevel.Information, "{Caller} {Method} {Path}: {Status}, from {Address}")]
    private partial void Did(string caller, string method, string path, int status, string? address);

    [LoggerMessage(LogLevel.Warning, "Refused: {Caller} {Method} {Path}: {Status}, from {Address}")]
    private partial void WasRefused(string caller, string method, string path, int status, string? address);

    [LoggerMessage(LogLevel.Error, "The line above is not in the audit log: {Reason}")]
    private partial void NotStored(string reason);

    [LoggerMessage(LogLevel.Warning, "The oldest lines of the audit log are still there, and are looked for again later: {Reason}")]
    private partial void NotRemoved(string reason);
}
