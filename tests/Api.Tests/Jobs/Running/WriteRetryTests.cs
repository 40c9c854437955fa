using LearnML.Api.Jobs.Running;
using LearnML.Api.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace LearnML.Api.Tests.Jobs.Running;

/// <summary>Which failures of the database a write survives.</summary>
public sealed class WriteRetryTests
{
    private readonly WriteRetry retry = new(Guid.NewGuid(), NullLogger.Instance, new CancellationToken(canceled: true));

    public static TheoryData<Exception> Outages => [
        new SqliteException("database is locked", 5),
        new DbUpdateException("It failed.", new SqliteException("disk I/O error", 10)),
        new TimeoutException(),
        new NpgsqlException("The connection broke.", new IOException()),
        Postgres("57P01"),
        Postgres("25P03"),
        new InvalidOperationException("It failed.", new NpgsqlException("There is no connection.", new IOException()))];

    public static TheoryData<Exception> Conflicts => [
        new DbUpdateException("It failed.", new SqliteException("UNIQUE constraint failed", 19, 1555)),
        new SqliteException("UNIQUE constraint failed", 19, 2067),
        new DbUpdateException("It failed.", Postgres("23505")),
        Postgres("40001"),
        Postgres("40P01")];

    public static TheoryData<Exception> Rejections => [
        new SqliteException("no such column", 1),
        new DbUpdateException("It failed.", new SqliteException("raised by a trigger", 19, 1811)),
        Postgres("42703"),
        Postgres("P0001"),
        new InvalidDataException("It is a bug.")];

    [Theory]
    [MemberData(nameof(Outages))]
    public void An_outage_is_survived_however_long_it_is(Exception exception)
    {
        for (var attempt = 0; attempt < 1000; attempt++)
        {
            Assert.False(retry.Try(() => throw exception));
        }

        Assert.True(retry.Try(() => { }));
    }

    [Theory]
    [MemberData(nameof(Conflicts))]
    public void A_conflict_is_repeated_a_limited_number_of_times(Exception exception)
    {
        var attempts = 0;

        Assert.Throws<ResultsRejectedException>(() =>
        {
            while (!retry.Try(() => throw exception))
            {
                attempts++;
            }
        });

        Assert.InRange(attempts, 8, 100);
        Assert.False(retry.Try(() => throw exception));
    }

    [Theory]
    [MemberData(nameof(Rejections))]
    public void What_fails_for_good_is_not_repeated(Exception exception)
    {
        var rejected = Assert.Throws<ResultsRejectedException>(() => retry.Try(() => throw exception));

        Assert.Same(exception, rejected.InnerException);
        Assert.Contains(DatabaseFailure.Describe(exception), rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lost_job_is_neither() =>
        Assert.Throws<OperationCanceledException>(() => retry.Try(() => throw new OperationCanceledException()));

    private static PostgresException Postgres(string state) => new("It failed.", "ERROR", "ERROR", state);
}
