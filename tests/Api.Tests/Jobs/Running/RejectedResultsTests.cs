using System.Diagnostics;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace LearnML.Api.Tests.Jobs.Running;

/// <summary>A job fails if the database rejects its results permanently.</summary>
public sealed class RejectedResultsTests(SharedPostgresFixture postgres)
{
    private const string PostgresFunction =
        "CREATE FUNCTION reject() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'There is no space.'; END $$;";

    // The error of a string with U+0000.
    private const string EncodingFunction =
        "CREATE FUNCTION reject() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'invalid byte sequence' USING ERRCODE = '22021'; END $$;";

    [Theory]
    [InlineData("CREATE TRIGGER reject BEFORE INSERT ON \"Metrics\" BEGIN SELECT RAISE(ABORT, 'There is no space.'); END", "There is no space.")]
    [InlineData("ALTER TABLE \"Metrics\" DROP COLUMN \"Metrics\"", "Metrics")]
    public async Task Job_fails_if_SQLite_rejects_its_epochs(string change, string reason)
    {
        using var data = new TemporaryFolder();
        await using var service = await Service.StartAsync(data);
        await ChangeSqliteAsync(data, change);

        await AssertFailsAsync(service, SampleSpecs.Endless, reason);
    }

    [Fact]
    public async Task Job_fails_if_the_database_rejects_its_version()
    {
        using var data = new TemporaryFolder();
        await using var service = await Service.StartAsync(data);
        await ChangeSqliteAsync(
            data, "CREATE TRIGGER reject BEFORE INSERT ON \"ModelVersions\" BEGIN SELECT RAISE(ABORT, 'There is no space.'); END");

        await AssertFailsAsync(service, SampleSpecs.Quick, "There is no space.");

        await ChangeSqliteAsync(data, "DROP TRIGGER reject");
        Assert.Equal(JobState.Succeeded, (await service.RunJobAsync(SampleSpecs.Quick)).State);
    }

    [Fact]
    public async Task Job_fails_even_if_the_database_rejects_the_reason()
    {
        using var data = new TemporaryFolder();
        await using var service = await Service.StartAsync(data);
        await ChangeSqliteAsync(data, "CREATE TRIGGER reject BEFORE INSERT ON \"Metrics\" BEGIN SELECT RAISE(ABORT, 'unspeakable'); END");
        await ChangeSqliteAsync(data, "CREATE TRIGGER refuse BEFORE UPDATE ON \"Jobs\" WHEN NEW.\"Error\" LIKE '%unspeakable%' "
            + "BEGIN SELECT RAISE(ABORT, 'a second reason'); END");

        await AssertFailsAsync(service, SampleSpecs.Endless, "a second reason");

        await ChangeSqliteAsync(data, "DROP TRIGGER reject");
        Assert.Equal(JobState.Succeeded, (await service.RunJobAsync(SampleSpecs.Quick)).State);
    }

    [Theory]
    [InlineData("ALTER TABLE \"Metrics\" ADD CONSTRAINT never CHECK (false) NOT VALID", "never")]
    [InlineData(EncodingFunction + "CREATE TRIGGER reject BEFORE INSERT ON \"Metrics\" EXECUTE FUNCTION reject()", "invalid byte sequence")]
    [InlineData(PostgresFunction + "CREATE TRIGGER reject BEFORE INSERT ON \"Metrics\" EXECUTE FUNCTION reject()", "There is no space.")]
    [InlineData("ALTER TABLE \"Metrics\" DROP COLUMN \"Metrics\"", "Metrics")]
    public async Task Job_fails_if_PostgreSQL_rejects_its_epochs(string change, string reason)
    {
        Assert.SkipUnless(PostgresServer.IsAvailable, PostgresServer.MissingReason);
        using var data = new TemporaryFolder();
        var database = await postgres.CreateDatabaseAsync();
        await using var service = await Service.StartAsync(
            data, null, "--LearnML:Storage=postgres", $"--ConnectionStrings:Postgres={database}");
        await using var connection = new NpgsqlConnection(database);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand(change, connection);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);

        await AssertFailsAsync(service, SampleSpecs.Endless, reason);
    }

    private static async Task AssertFailsAsync(Service service, JobSpec spec, string reason)
    {
        var started = Stopwatch.StartNew();

        var job = await service.RunJobAsync(spec);

        Assert.Equal(JobState.Failed, job.State);
        Assert.StartsWith("The results of the job could not be stored:", job.Error, StringComparison.Ordinal);
        Assert.Contains(reason, job.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', job.Error!);
        Assert.InRange(started.Elapsed.TotalSeconds, 0, 60);
        Assert.Contains(await service.Client.Jobs.GetLogAsync(job.Id), line => line.Level == JobLogLevel.Error && line.Message == job.Error);
    }

    private static async Task ChangeSqliteAsync(TemporaryFolder data, string change)
    {
        await using var connection = new SqliteConnection($"Data Source={data["learnml.db"]};Pooling=False");
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = connection.CreateCommand();
        command.CommandText = change;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
