using Hangfire.Logging;
using LearnML.Api.Access;
using LearnML.Api.Hosting;
using LearnML.Api.Storage.Recovery;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace LearnML.Api.Tests.Hosting;

/// <summary>
/// Runs commands and starts that fail in the process of the tests, as the program does in its own: a process costs seconds of processor time.
/// </summary>
internal static class ServiceCommand
{
    /// <summary>Runs a command, which must succeed.</summary>
    /// <returns>What it has printed.</returns>
    public static async Task<string> RunAsync(TemporaryFolder data, params IEnumerable<string> arguments)
    {
        // A backup copies files without awaiting anything.
        var output = new StringWriter();
        await Task.Run(() => RunAsync(data, [.. arguments], output)).WaitAsync(Deadline.Timeout);
        return output.ToString().ReplaceLineEndings("\n").TrimEnd();
    }

    /// <summary>Runs a command, or starts a service, which must fail before it prints or logs anything.</summary>
    /// <returns>The reason. The program prints it and exits with code 1.</returns>
    public static async Task<string> FailAsync(TemporaryFolder data, params IEnumerable<string> arguments)
    {
        var output = new StringWriter();
        var failed = await Assert.ThrowsAsync<StartupException>(
            () => Task.Run(() => RunAsync(data, [.. arguments], output)).WaitAsync(Deadline.Timeout));
        Assert.Equal("", output.ToString());
        return failed.Message;
    }

    private static async Task RunAsync(TemporaryFolder data, string[] arguments, TextWriter output)
    {
        var commandLine = CommandLine.Parse(arguments);
        var builder = ServiceSetup.CreateBuilder(["--LearnML:Data", data.Path, "--LearnML:Datasets", data["datasets"], "--LearnML:Device", "cpu",
            .. ServiceProcess.AnyPortArguments, .. commandLine.Arguments]);
        var starter = new ServiceStarter(builder.Logging);
        var log = new LogCollector();
        builder.Logging.ClearProviders().AddProvider(log);
        await using var app = builder.Build();
        await ServiceHost.StartLock.WaitAsync();
        try
        {
            await RunAsync(app, starter, commandLine, output);
        }
        finally
        {
            LogProvider.SetCurrentLogProvider(null);
            ServiceHost.StartLock.Release();
            await output.WriteAsync(log.ToString());
            ServiceHost.CloseDatabase(app);
        }
    }

    private static async Task RunAsync(WebApplication app, ServiceStarter starter, CommandLine commandLine, TextWriter output)
    {
        switch (commandLine.Command)
        {
            case CommandLine.Keys:
                await app.RunKeyCommandAsync(commandLine.Arguments, output);
                break;
            case CommandLine.Backup or CommandLine.Restore or CommandLine.Repair:
                await app.RunRecoveryCommandAsync(commandLine, output);
                break;
            default:
                await starter.StartAsync(app);
                await app.StopAsync();
                break;
        }
    }
}
