using LearnML.Api.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Storage.Recovery;

/// <summary>The commands that copy or mend the data folder of a service with SQLite.</summary>
internal static class RecoverySetup
{
    /// <summary>Runs a command instead of the service.</summary>
    /// <param name="app">The application, which is not started.</param>
    /// <param name="commandLine">The command and its folder.</param>
    /// <param name="output">The output, for example the console.</param>
    /// <exception cref="StartupException">The command failed.</exception>
    public static async Task RunRecoveryCommandAsync(this WebApplication app, CommandLine commandLine, TextWriter output)
    {
        var options = app.Services.GetRequiredService<IOptions<LearnMLOptions>>().Value;
        if (options.Storage != StorageKind.Sqlite)
        {
            throw new StartupException($"'{commandLine.Command}' is for SQLite. With PostgreSQL, use its own tools, such as pg_dump, "
                + "then copy the folders uploads and checkpoints of LearnML:Data.");
        }

        var time = app.Services.GetRequiredService<TimeProvider>();
        var folder = app.Services.GetRequiredService<DataFolder>();
        switch (commandLine.Command)
        {
            case CommandLine.Backup:
                new BackupCommand(options, time, output).Run(Path.GetFullPath(commandLine.Folder));
                break;
            case CommandLine.Restore:
                new RestoreCommand(options, folder, output).Run(Path.GetFullPath(commandLine.Folder));
                break;
            default:
                await new RepairCommand(
                    options,
                    folder,
                    app.Services.GetRequiredService<DatabaseInitializer>(),
                    app.Services.GetRequiredService<IDbContextFactory<LearnMLContext>>(),
                    output).RunAsync();
                break;
        }
    }
}
