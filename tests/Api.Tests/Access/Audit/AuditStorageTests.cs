using LearnML.Api.Access.Audit;
using LearnML.Api.Hosting;
using LearnML.Api.Storage;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Tests.Access.Audit;

/// <summary>The audit log loses no line, whatever else the database does.</summary>
public sealed class AuditStorageTests : IDisposable
{
    private const int Writers = 16;
    private const int Readers = 6;
    private const int RequestsOfWriter = 10;

    private readonly TemporaryFolder data = new();

    [Fact]
    public async Task Concurrent_writers_and_readers_lose_no_line()
    {
        await using var service = await Service.StartAsync(data);
        using var done = new CancellationTokenSource();

        var readers = Enumerable.Range(0, Readers).Select(async _ =>
        {
            while (!done.IsCancellationRequested)
            {
                await service.GetAsync<IReadOnlyList<AuditEntry>>("/api/audit?take=1000");
            }
        }).ToArray();
        await Task.WhenAll(Enumerable.Range(0, Writers).Select(async writer =>
        {
            for (var request = 0; request < RequestsOfWriter; request++)
            {
                await service.DeleteAsync($"/api/datasets/none-{writer}-{request}");
            }
        }));
        await done.CancelAsync();
        await Task.WhenAll(readers);

        var lines = await Deadline.UntilAsync(
            () => service.GetAsync<IReadOnlyList<AuditEntry>>("/api/audit?take=1000"), lines => lines.Count >= Writers * RequestsOfWriter);
        Assert.Equal(Writers * RequestsOfWriter, lines.Select(line => line.Path).Distinct().Count());
        Assert.DoesNotContain("audit log", service.Output, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task New_database_has_a_write_ahead_log()
    {
        await using var service = await Service.StartAsync(data);
        await using var database = await OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = "PRAGMA journal_mode";

        Assert.Equal("wal", await command.ExecuteScalarAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Line_that_cannot_be_stored_waits_until_the_database_is_available()
    {
        using var log = new LogCollector();
        using var factory = LoggerFactory.Create(logging => logging.AddProvider(log));
        var contexts = new DelegateContextFactory(() => new SqliteContext(
            new DbContextOptionsBuilder<SqliteContext>().UseSqlite(ConnectionString + ";Default Timeout=1").Options));
        await using (var context = contexts.CreateDbContext())
        {
            await context.Database.MigrateAsync(TestContext.Current.CancellationToken);
        }

        var audit = new AuditLog(contexts, Options.Create(new LearnMLOptions()), TimeProvider.System, factory.CreateLogger<AuditLog>());
        await using (var other = await OpenAsync())
        await using (await other.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await audit.AddAsync(new DefaultHttpContext { Request = { Method = "POST", Path = "/api/jobs" } }, "lab", 202);
            Assert.Empty(await audit.ReadAsync(0, 10, TestContext.Current.CancellationToken));
            Assert.Contains("is stored later: SQLite Error 5", log.ToString(), StringComparison.Ordinal);
        }

        await audit.StorePendingAsync();
        audit.LogLost();

        var line = Assert.Single(await audit.ReadAsync(0, 10, TestContext.Current.CancellationToken));
        Assert.Equal(("lab", "POST", "/api/jobs", 202), (line.Caller, line.Method, line.Path, line.Status));
        Assert.DoesNotContain("Not in the audit log", log.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => data.Dispose();

    private string ConnectionString => $"Data Source={data["learnml.db"]};Pooling=False";

    private async Task<SqliteConnection> OpenAsync()
    {
        var connection = new SqliteConnection(ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        return connection;
    }
}
