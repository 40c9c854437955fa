using System.Diagnostics;
using LearnML.Api.Tests.Hosting;
using LearnML.Contracts;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace LearnML.Api.Tests.Jobs.Running;

/// <summary>A database that never accepts the results of a job ends the job, which would otherwise train for nobody.</summary>
public sealed class RejectedResultsTests(SharedPostgresFixture postgres)
{
    private const string PostgresFunction =
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'There is no room.'; END $$;";

    [Theory]
    [InlineData("CREATE TRIGGER refuse BEFORE INSERT ON \"Metrics\" BEGIN SELECT RAISE(ABORT, 'There is no room.'); END", "There is no room.")]
    [InlineData("ALTER TABLE \"Metrics\" DROP COLUMN \"Metrics\"", "Metrics")]
    public async Task A_job_whose_epochs_are_rejected_by_SQLite_fails(string change, string reason)
    {
        using var data = new TemporaryFolder();
        await using var service = await Service.StartAsync(data);
        await ChangeSqliteAsync(data, change);

        await AssertFailsAsync(service, SampleSpecs.Endless, reason);
    }

    [Fact]
    public async Task A_job_whose_version_is_rejected_fails()
    {
        using var data = new TemporaryFolder();
        await using var service = await Service.StartAsync(data);
        await ChangeSqliteAsync(
            data, "CREATE TRIGGER refuse BEFORE INSERT ON \"ModelVersions\" BEGIN SELECT RAISE(ABORT, 'There is no room.'); END");

        await AssertFailsAsync(service, SampleSpecs.Quick, "There is no room.");

        await ChangeSqliteAsync(data, "DROP TRIGGER refuse");
        Assert.Equal(JobState.Succeeded, (await service.RunJobAsync(SampleSpecs.Quick)).State);
    }

    [Theory]
    [InlineData(PostgresFunction + "CREATE TRIGGER refuse BEFORE INSERT ON \"Metrics\" EXECUTE FUNCTION refuse()", "There is no room.")]
    [InlineData("ALTER TABLE \"Metrics\" DROP COLUMN \"Metrics\"", "Metrics")]
    public async Task A_job_whose_epochs_are_rejected_by_PostgreSQL_fails(string change, string reason)
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
