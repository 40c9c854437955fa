using System.Collections.Concurrent;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Hosting;
using LearnML.Api.Storage;
using LearnML.Contracts;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Access.Audit;

/// <summary>
/// Stores every authorized request that changes something, except predictions, with its caller. A line that cannot be stored for now waits in
/// memory until <see cref="AuditRetry"/> stores it.
/// </summary>
/// <param name="contexts">The database.</param>
/// <param name="options">The settings.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Gets every line too. Refused requests go only to this log, so that unknown callers cannot fill the database.</param>
public sealed partial class AuditLog(
    IDbContextFactory<LearnMLContext> contexts, IOptions<LearnMLOptions> options, TimeProvider time, ILogger<AuditLog> log)
{
    // After this many new lines the oldest lines are removed.
    private const int CleanupInterval = 100;

    // Bounds the memory of a long outage: some 3 MB.
    private const int MaximumPending = 10_000;

    private readonly ConcurrentQueue<AuditRow> pending = new();

    /// <summary>Returns the lines after a sequence number, oldest first.</summary>
    public async Task<IReadOnlyList<AuditEntry>> ReadAsync(long after, int take, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var rows = await context.Audit.AsNoTracking().Where(row => row.Sequence > after)
            .OrderBy(row => row.Sequence).Take(take).ToListAsync(cancellationToken);
        return [.. rows.Select(row => row.ToEntry())];
    }

    /// <summary>Adds a line for a completed request.</summary>
    internal Task AddAsync(HttpContext request, string caller, int status) => AddAsync(new AuditRow
    {
        At = time.GetUtcNow(),
        Caller = caller,
        Address = request.Connection.RemoteIpAddress?.ToString(),
        Method = request.Request.Method,
        Path = request.Request.Path.ToUriComponent(),
        Status = status,
        Made = request.Response.Headers.Location.ToString() is { Length: > 0 } location ? location : null,
    });

    /// <summary>Adds a line for a terminal command.</summary>
    internal Task AddAsync(string command, string path, int status) =>
        AddAsync(new AuditRow { At = time.GetUtcNow(), Caller = CallerClaims.TerminalName, Method = command, Path = path, Status = status });

    private async Task AddAsync(AuditRow row)
    {
        LogRequest(row.Caller, row.Method, row.Path, row.Status, row.Address);
        try
        {
            await StoreAsync(row);
        }
        catch (Exception exception) when (DatabaseFailure.IsUnavailable(exception) && pending.Count < MaximumPending)
        {
            LogPending(DatabaseFailure.Describe(exception));
            pending.Enqueue(row);
        }
        catch (Exception exception) when (DatabaseFailure.Is(exception))
        {
            LogNotStored(row.Caller, row.Method, row.Path, row.Status, DatabaseFailure.Describe(exception));
        }
    }

    /// <summary>Stores the lines that wait, until the first one fails again.</summary>
    internal async Task StorePendingAsync()
    {
        while (pending.TryPeek(out var row))
        {
            try
            {
                await StoreAsync(row);
            }
            catch (Exception exception) when (DatabaseFailure.IsUnavailable(exception))
            {
                return;
            }
            catch (Exception exception) when (DatabaseFailure.Is(exception))
            {
                LogNotStored(row.Caller, row.Method, row.Path, row.Status, DatabaseFailure.Describe(exception));
            }

            pending.TryDequeue(out _);
        }
    }

    /// <summary>Logs the lines that still wait when the service ends.</summary>
    internal void LogLost()
    {
        while (pending.TryDequeue(out var row))
        {
            LogNotStored(row.Caller, row.Method, row.Path, row.Status, "the service ended before the database was available again");
        }
    }

    private async Task StoreAsync(AuditRow row)
    {
        await using (var context = await contexts.CreateDbContextAsync())
        {
            context.Add(row);
            await context.SaveChangesAsync();
        }

        if (row.Sequence % CleanupInterval == 0)
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
            LogNotRemoved(DatabaseFailure.Describe(exception));
        }
    }

    /// <summary>Logs a refused request.</summary>
    internal void LogRefused(HttpContext context, int status) => LogRefusedRequest(
        CallerClaims.GetCaller(context.User)?.Name ?? "nobody",
        context.Request.Method,
        context.Request.Path.ToUriComponent(),
        status,
        context.Connection.RemoteIpAddress?.ToString());

    [LoggerMessage(LogLevel.Information, "{Caller} {Method} {Path}: {Status}, from {Address}")]
    private partial void LogRequest(string caller, string method, string path, int status, string? address);

    [LoggerMessage(LogLevel.Warning, "Refused: {Caller} {Method} {Path}: {Status}, from {Address}")]
    private partial void LogRefusedRequest(string caller, string method, string path, int status, string? address);

    [LoggerMessage(LogLevel.Warning, "The audit log cannot be written for now. The previous line is stored later: {Reason}")]
    private partial void LogPending(string reason);

    [LoggerMessage(LogLevel.Error, "Not in the audit log: {Caller} {Method} {Path}: {Status}. Reason: {Reason}")]
    private partial void LogNotStored(string caller, string method, string path, int status, string reason);

    [LoggerMessage(LogLevel.Warning, "The oldest lines of the audit log could not be removed. The service tries again later: {Reason}")]
    private partial void LogNotRemoved(string reason);
}
