using LearnML.Api.LiveMetrics;
using LearnML.Api.Storage;
using LearnML.Api.Storage.Jobs;
using LearnML.Api.Tests.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace LearnML.Api.Tests.LiveMetrics;

/// <summary>A stream retries while the database is unavailable, and fails on any other error.</summary>
public sealed class StreamFailureTests
{
    [Fact]
    public async Task Stream_waits_for_an_unavailable_database_and_fails_with_any_other_error()
    {
        var reads = 0;
        var streamer = CreateStreamer(() => ++reads < 2
            ? throw new SqliteException("database is locked", 5)
            : throw new SqliteException("no such column", 1));

        using var turn = new SemaphoreSlim(1);

        var error = await Assert.ThrowsAsync<SqliteException>(() => streamer.OpenAsync(Guid.NewGuid(), 0, turn, CancellationToken.None));

        Assert.Equal((2, "no such column"), (reads, error.Message));
    }

    private static MetricsStreamer CreateStreamer(Func<LearnMLContext> open)
    {
        var contexts = new DelegateContextFactory(open);
        return new MetricsStreamer(new JobStore(contexts), new JobHistory(contexts), new MetricsFeed(), NullLogger<MetricsStreamer>.Instance);
    }
}
