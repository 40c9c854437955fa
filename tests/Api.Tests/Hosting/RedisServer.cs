using System.Diagnostics;
using System.Globalization;

namespace LearnML.Api.Tests.Hosting;

/// <summary>A Redis server for tests, on a free port.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    public const string MissingReason = "Redis is not installed. Install the package redis-server.";

    private static readonly string? Binary = ShellCommand.Find("redis-server");

    private readonly TemporaryFolder folder = new();
    private readonly int port = FreePort.Find();
    private Process process;

    private RedisServer() => process = StartProcess();

    /// <summary>Whether the server is installed. With <c>CI=true</c> a missing server is an error.</summary>
    public static bool IsAvailable
    {
        get
        {
            Assert.False(Binary is null && Environment.GetEnvironmentVariable("CI") == "true", MissingReason);
            return Binary is not null;
        }
    }

    /// <summary>The connection string of this server.</summary>
    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    public static RedisServer Start() => new();

    /// <summary>Stops the server and closes all connections.</summary>
    public async Task StopAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Starts the server again.</summary>
    public void Resume() => process = StartProcess();

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        folder.Dispose();
    }

    private Process StartProcess() => Process.Start(new ProcessStartInfo(
        Binary!, ["--port", port.ToString(CultureInfo.InvariantCulture),
            "--bind", "127.0.0.1", "--save", "", "--dir", folder.Path, "--logfile", folder["log"]]))!;
}
