using LearnML.Api.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Storage.Recovery;

/// <summary>The commands that copy or mend the data folder of a service with SQLite.</summary>
internal static class RecoverySetup
{
    private const string Backup = "backup";
    private const string Restore = "restore";
    private const string Repair = "repair";

    /// <summary>Returns the settings among the arguments of such a command; null if the arguments are for another command or the service.</summary>
    public static string[]? FindSettings(string[] arguments) => arguments switch
    {
        [Backup or Restore, var folder, .. var settings] when !folder.StartsWith('-') => settings,
        [Backup or Restore, ..] => throw new StartupException($"'{arguments[0]}' needs the folder of the backup: {arguments[0]} FOLDER"),
        [Repair, .. var settings] => settings,
        _ => null,
    };

    /// <summary>Runs a command instead of the service.</summary>
    /// <exception cref="StartupException">The command failed.</exception>
    public static async Task RunRecoveryCommandAsync(this WebApplication app, string[] arguments)
    {
        var options = app.Services.GetRequiredService<IOptions<LearnMLOptions>>().Value;
        if (options.Storage != StorageKind.Sqlite)
        {
            throw new StartupException($"'{arguments[0]}' is for SQLite. With PostgreSQL, use its own tools, such as pg_dump, "
                + "then copy the folders uploads and checkpoints of LearnML:Data.");
        }

        var time = app.Services.GetRequiredService<TimeProvider>();
        var folder = app.Services.GetRequiredService<DataFolder>();
        switch (arguments[0])
        {
            case Backup:
                new BackupCommand(options, time, Console.Out).Run(Path.GetFullPath(arguments[1]));
                break;
            case Restore:
                new RestoreCommand(options, folder, Console.Out).Run(Path.GetFullPath(arguments[1]));
                break;
            default:
                await new RepairCommand(
                    options,
                    folder,
                    app.Services.GetRequiredService<DatabaseInitializer>(),
                    app.Services.GetRequiredService<IDbContextFactory<LearnMLContext>>(),
                    Console.Out).RunAsync();
                break;
        }
    }
}
