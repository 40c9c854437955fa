using System.Globalization;

namespace LearnML.Api.Tests.Hosting;

/// <summary>A PostgreSQL server for tests, on a free port.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    public const string MissingReason = "PostgreSQL is not installed. Install the package postgresql.";

    private const string Password = "for tests alone";
    private const string User = "nobody";

    private static readonly string? BinaryFolder = FindBinaryFolder();

    private readonly TemporaryFolder folder = new();
    private readonly int port = FreePort.Find();

    private PostgresServer()
    {
    }

    /// <summary>Whether the server is installed. With <c>CI=true</c> a missing server is an error.</summary>
    public static bool IsAvailable
    {
        get
        {
            Assert.False(BinaryFolder is null && Environment.GetEnvironmentVariable("CI") == "true", MissingReason);
            return BinaryFolder is not null;
        }
    }

    private string Data => folder["database"];

    public static async Task<PostgresServer> StartAsync()
    {
        var server = new PostgresServer();
        var passwordFile = server.folder["password"];
        await File.WriteAllTextAsync(passwordFile, Password);
        if (Environment.UserName == "root")
        {
            await ShellCommand.RunAsync("chown", "-R", User, server.folder.Path);
        }

        await RunAsync("initdb", "-D", server.Data, "-U", "learnml", "--auth=scram-sha-256", $"--pwfile={passwordFile}", "-E", "UTF8", "--no-sync");
        await server.ResumeAsync();
        return server;
    }

    /// <summary>The connection string of a database on this server.</summary>
    public string GetConnectionString(string database = "postgres", string password = Password) => string.Create(
        CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Database={database};Username=learnml;Password={password}");

    /// <summary>Stops the server and closes all connections.</summary>
    public Task StopAsync() => RunAsync("pg_ctl", "-D", Data, "-m", "fast", "-w", "stop");

    /// <summary>Starts the server again.</summary>
    public Task ResumeAsync() => RunAsync(
        "pg_ctl", "-D", Data, "-l", folder["log"], "-w", "-o", string.Create(CultureInfo.InvariantCulture,
            $"-p {port} -k {folder.Path} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=300"), "start");

    public async ValueTask DisposeAsync()
    {
        await RunAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "stop");
        folder.Dispose();
    }

    /// <summary>Runs a program of PostgreSQL as another user, because PostgreSQL does not run as root.</summary>
    private static Task<string> RunAsync(string program, params string[] arguments) => Environment.UserName == "root"
        ? ShellCommand.RunAsync("runuser", ["-u", User, "--", Path.Combine(BinaryFolder!, program), .. arguments])
        : ShellCommand.RunAsync(Path.Combine(BinaryFolder!, program), arguments);

    private static string? FindBinaryFolder()
    {
        const string Debian = "/usr/lib/postgresql";
        var folders = Directory.Exists(Debian)
            ? Directory.GetDirectories(Debian).OrderDescending().Select(version => Path.Combine(version, "bin")) : [];
        return Path.GetDirectoryName(
            folders.Select(folder => Path.Combine(folder, "initdb")).FirstOrDefault(File.Exists) ?? ShellCommand.Find("initdb"));
    }
}
