using LearnML.Api.Hosting;
using LearnML.Contracts;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Configuration;

namespace LearnML.Api.Tests.Hosting;

/// <summary>If the service cannot start, it prints one line with the reason and exits with code 1.</summary>
public sealed class StartupTests(SharedPostgresFixture shared) : IDisposable
{
    private readonly TemporaryFolder data = new();

    [Theory]
    [InlineData("LearnML:Storage is 'mysql'; it must be sqlite, postgres.", "--LearnML:Storage=mysql")]
    [InlineData("LearnML:Backplane is 'kafka'; it must be none, redis.", "--LearnML:Backplane=kafka")]
    [InlineData("LearnML:Role is 'boss'; it must be all, api, worker.", "--LearnML:Role=boss")]
    [InlineData("needs LearnML:Storage postgres and LearnML:Backplane redis", "--LearnML:Role=worker")]
    [InlineData("it needs ConnectionStrings:Postgres", "--LearnML:Storage=postgres")]
    [InlineData("it needs ConnectionStrings:Redis", "--LearnML:Backplane=redis")]
    [InlineData("LearnML:Queues is 'tpu'; this machine can serve cpu", "--LearnML:Queues=tpu")]
    [InlineData("LearnML:Device is 'cuda:7', which is not a device here", "--LearnML:Device=cuda:7")]
    [InlineData("LearnML:CheckpointSeconds must be above 0", "--LearnML:CheckpointSeconds=0")]
    [InlineData("LearnML:CheckpointSeconds is 'soon'; it must be a number.", "--LearnML:CheckpointSeconds=soon")]
    [InlineData("LearnML:RequireKeys is 'perhaps'; it must be true or false.", "--LearnML:RequireKeys=perhaps")]
    [InlineData("LearnML:Limits:Epochs is 'many'; it must be a whole number.", "--LearnML:Limits:Epochs=many")]
    [InlineData("nowhere.pfx'. Choose another address with --urls, or for https a certificate with Kestrel:Certificates:Default:Path.",
        "--Kestrel:Endpoints:Here:Url=https://127.0.0.1:0", "--Kestrel:Certificates:Default:Path=nowhere.pfx")]
    [InlineData("Logging:LogLevel:Default is 'Loud'; it must be Trace, Debug, Information, Warning, Error, Critical, None.",
        "--Logging:LogLevel:Default=Loud")]
    [InlineData("Logging:Console:LogLevel:Hangfire is '9'; it must be Trace,", "--Logging:Console:LogLevel:Hangfire=9")]
    [InlineData("LearnML:CheckpointEpochs must be at least 1", "--LearnML:CheckpointEpochs=0")]
    [InlineData("LearnML:Limits:Epochs is 0; it must be at least 1", "--LearnML:Limits:Epochs=0")]
    [InlineData("The database cannot be used", "--LearnML:Storage=postgres",
        "--ConnectionStrings:Postgres=Host=127.0.0.1;Port=1;Database=none;Username=none;Timeout=3")]
    [InlineData("ConnectionStrings:Redis cannot be read", "--LearnML:Backplane=redis", "--ConnectionStrings:Redis=localhost:1,foo=bar")]
    [InlineData("The database cannot be used", "--LearnML:Storage=postgres", "--ConnectionStrings:Postgres=nonsense")]
    [InlineData("There is no option '--LearnML:Limits:Epoch'; did you mean '--LearnML:Limits:Epochs'?", "--LearnML:Limits:Epoch=3")]
    [InlineData("There is no command 'dmo'; did you mean 'demo'?", "dmo")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT is 'localhost:4317'; it must be an HTTP address", "--OTEL_EXPORTER_OTLP_ENDPOINT=localhost:4317")]
    public Task Service_does_not_start_with_invalid_settings(string line, params string[] arguments) => AssertDoesNotStartAsync(line, arguments);

    [Fact]
    public async Task New_data_folder_is_private_to_its_user()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has other permissions.");
        await using var service = await Service.StartAsync(data, null, $"--LearnML:Data={data["fresh"]}");

        var mode = OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(data["fresh"]);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, mode);
    }

    [Fact]
    public async Task Service_does_not_start_if_another_process_uses_the_data_folder()
    {
        await using var first = await Service.StartAsync(data);

        await AssertDoesNotStartAsync(
            $"LearnML is already running with the data folder {data.Path}, at {first.Address.GetLeftPart(UriPartial.Authority)}; stop it");

        Assert.Equal(JobState.Succeeded, (await first.RunJobAsync(SampleSpecs.Quick)).State);
    }

    [Fact]
    public async Task Service_does_not_start_if_its_port_is_taken()
    {
        await using var first = await Service.StartAsync(data);
        var address = first.Address.GetLeftPart(UriPartial.Authority);

        await AssertDoesNotStartAsync(
            "Choose another address with --urls.", "--urls", address, $"--LearnML:Data={data["other"]}");
    }

    // The process ends while it reads settings, opens the database and opens the port.
    [Fact]
    public async Task Process_that_cannot_start_prints_one_line_and_exits()
    {
        await AssertProcessEndsAsync("LearnML:Storage is 'mysql'; it must be sqlite, postgres.", "--LearnML:Storage=mysql");
        await AssertProcessEndsAsync("Logging:LogLevel:Default is 'Loud'; it must be Trace,", "--Logging:LogLevel:Default=Loud");
        await AssertProcessEndsAsync("Logging:Console:FormatterOptions:SingleLine is 'maybe'; it must be true or false.",
            "--Logging:Console:FormatterOptions:SingleLine=maybe");
        await using var first = await Service.StartAsync(data);
        await AssertProcessEndsAsync("LearnML is already running with the data folder");
        var address = first.Address.GetLeftPart(UriPartial.Authority);
        await AssertProcessEndsAsync("Choose another address with --urls.", "--urls", address, $"--LearnML:Data={data["other"]}");
    }

    [Fact]
    public async Task File_of_settings_that_is_not_JSON_is_named()
    {
        await File.WriteAllTextAsync(data["appsettings.json"], "{\n  \"Urls\": here\n}", TestContext.Current.CancellationToken);

        var failure = Assert.ThrowsAny<Exception>(() => new ConfigurationBuilder().AddJsonFile(data["appsettings.json"]).Build());

        var line = UnreadableSetting.Describe(failure, null);
        Assert.Contains(data["appsettings.json"], line, StringComparison.Ordinal);
        Assert.EndsWith("It is not JSON from line 2, column 11 on.", line, StringComparison.Ordinal);
        Assert.Null(UnreadableSetting.Describe(new InvalidOperationException("Something else."), null));
    }

    [Fact]
    public void Misspelled_setting_of_another_source_is_answered()
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("LearnML:Dta", "here")]).Build();

        var problem = Assert.Throws<StartupException>(settings.ReadSettings);

        Assert.Equal("There is no setting LearnML:Dta; did you mean LearnML:Data?", problem.Message);
    }

    [Fact]
    public async Task Help_is_printed_and_nothing_is_started()
    {
        await using var process = Hosting.ServiceProcess.Launch(data, null, "--help");

        Assert.Equal(0, await process.WaitForExitAsync());
        Assert.Contains("LearnML.Api demo", process.Output, StringComparison.Ordinal);
        Assert.False(File.Exists(data["learnml.db"]));
    }

    [Fact]
    public async Task Service_does_not_start_with_a_file_that_is_not_a_database()
    {
        await File.WriteAllTextAsync(data["learnml.db"], new string('x', 5000), TestContext.Current.CancellationToken);

        await AssertDoesNotStartAsync("learnml.db is damaged");
    }

    [Fact]
    public async Task Service_does_not_start_with_a_database_of_a_newer_version()
    {
        await (await Service.StartAsync(data)).DisposeAsync();
        await ExecuteAsync("INSERT INTO __EFMigrationsHistory VALUES ('29990101000000_Tomorrow', '99.0')");

        await AssertDoesNotStartAsync("by a newer LearnML: the migration 29990101000000_Tomorrow is unknown here");
    }

    [Fact]
    public async Task Service_starts_after_a_crash_during_a_migration()
    {
        await (await Service.StartAsync(data)).DisposeAsync();
        await ExecuteAsync("CREATE TABLE IF NOT EXISTS __EFMigrationsLock (Id INTEGER PRIMARY KEY, Timestamp "
            + "TEXT NOT NULL); INSERT OR REPLACE INTO __EFMigrationsLock VALUES (1, '2026-01-01')");

        await using var service = await Service.StartAsync(data);

        Assert.Equal(JobState.Succeeded, (await service.RunJobAsync(SampleSpecs.Quick)).State);
    }

    [Fact]
    public async Task Service_does_not_start_with_a_wrong_PostgreSQL_password_or_database()
    {
        Assert.SkipUnless(PostgresServer.IsAvailable, PostgresServer.MissingReason);
        var postgres = await shared.GetServerAsync();

        await AssertDoesNotStartAsync("password authentication failed",
            "--LearnML:Storage=postgres", $"--ConnectionStrings:Postgres={postgres.GetConnectionString(password: "wrong")}");
        await AssertDoesNotStartAsync("database \"elsewhere\" does not exist",
            "--LearnML:Storage=postgres", $"--ConnectionStrings:Postgres={postgres.GetConnectionString("elsewhere")}");
    }

    [Fact]
    public async Task Service_does_not_start_if_the_queue_cannot_create_its_tables()
    {
        Assert.SkipUnless(PostgresServer.IsAvailable, PostgresServer.MissingReason);
        var connection = await shared.CreateDatabaseAsync();
        await using (var database = new Npgsql.NpgsqlConnection(connection))
        {
            await database.OpenAsync(TestContext.Current.CancellationToken);
            foreach (var sql in new[] { "CREATE ROLE guest LOGIN PASSWORD 'guest'", "GRANT ALL ON SCHEMA public TO guest" })
            {
                await using var command = new Npgsql.NpgsqlCommand(sql, database);
                await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            }
        }

        var guestConnection = new Npgsql.NpgsqlConnectionStringBuilder(connection) { Username = "guest", Password = "guest" };
        await AssertDoesNotStartAsync("permission denied", "--LearnML:Storage=postgres", $"--ConnectionStrings:Postgres={guestConnection}");
    }

    [Fact]
    public async Task Startup_keeps_other_files_in_the_checkpoint_folder()
    {
        Directory.CreateDirectory(data["checkpoints", "backup"]);
        await File.WriteAllTextAsync(data["checkpoints", "backup", "notes.txt"], "mine", TestContext.Current.CancellationToken);

        await using var service = await Service.StartAsync(data);

        Assert.Equal(JobState.Succeeded, (await service.RunJobAsync(SampleSpecs.Quick)).State);
        Assert.True(File.Exists(data["checkpoints", "backup", "notes.txt"]));
    }

    public void Dispose() => data.Dispose();

    private async Task AssertDoesNotStartAsync(string line, params string[] arguments)
    {
        var reason = await ServiceCommand.FailAsync(data, arguments);
        Assert.Contains(line, reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', reason);
    }

    private async Task AssertProcessEndsAsync(string line, params string[] arguments)
    {
        await using var process = Hosting.ServiceProcess.Launch(data, null, arguments);
        Assert.Equal(1, await process.WaitForExitAsync());
        var output = process.Output;
        Assert.Contains(line, output, StringComparison.Ordinal);
        Assert.True(output.Split('\n').Length == 1, output);
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var database = new SqliteConnection($"Data Source={data["learnml.db"]};Pooling=False");
        await database.OpenAsync(TestContext.Current.CancellationToken);
        await using var command = database.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
