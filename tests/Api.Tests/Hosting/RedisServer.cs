using System.Diagnostics;
using System.Globalization;

namespace LearnML.Api.Tests.Hosting;

/// <summary>A Redis of the tests' own, on a free port.</summary>
internal sealed class RedisServer : IAsyncDisposable
{
    public const string MissingReason = "There is no Redis: install the package redis-server.";

    private static readonly string? Binary = ShellCommand.Find("redis-server");

    private readonly TemporaryFolder folder = new();
    private readonly int port = FreePort.Find();
    private Process process;

    private RedisServer() => process = StartProcess();

    /// <summary>Whether it can be started here; on a build server it must.</summary>
    public static bool IsAvailable
    {
        get
        {
            Assert.False(Binary is null && Environment.GetEnvironmentVariable("CI") == "true", MissingReason);
            return Binary is not null;
        }
    }

    /// <summary>How a service reaches it.</summary>
    public string ConnectionString => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    public static RedisServer Start() => new();

    /// <summary>Ends it, with all its connections.</summary>
    public async Task StopAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>Starts it again.</summary>
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
