using System.Globalization;
using LearnML.Api.Hosting;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Storage.Recovery;

/// <summary>
/// Replaces a damaged SQLite database by a new one that lists what the files describe: the model versions, the jobs that have checkpoints, and
/// the uploaded datasets that models were trained on. The damaged file is kept.
/// </summary>
/// <param name="options">The settings of the service.</param>
/// <param name="dataFolder">Locks the data folder.</param>
/// <param name="database">Creates the new database.</param>
/// <param name="contexts">The new database.</param>
/// <param name="output">The output, for example the console.</param>
internal sealed class RepairCommand(
    LearnMLOptions options, DataFolder dataFolder, DatabaseInitializer database, IDbContextFactory<LearnMLContext> contexts, TextWriter output)
{
    /// <summary>
    /// Repairs the database. One that is intact and lists jobs or models stays as it is; an empty one is filled, for example after a repair that was
    /// interrupted.
    /// </summary>
    /// <exception cref="StartupException">Another process uses the data folder, or a file cannot be written.</exception>
    public async Task RunAsync()
    {
        dataFolder.Open();
        if (File.Exists(options.DatabaseFile) && FindDamage() is { } damage)
        {
            output.WriteLine($"The database is damaged: {damage}. It is kept as {MoveAside()}");
        }

        await database.InitializeAsync(() => { });
        await using var context = await contexts.CreateDbContextAsync();
        if (await context.Jobs.AnyAsync() || await context.ModelVersions.AnyAsync())
        {
            output.WriteLine($"The database {options.DatabaseFile} is not damaged, so nothing was changed.");
            return;
        }

        await StoreAsync(context, ReadJobs());
        output.WriteLine("Epochs, reports, keys, the audit log, and the aliases, descriptions and tags of models are lost. "
            + "Deleted versions are listed again.");
    }

    private string? FindDamage()
    {
        try
        {
            using var connection = SqliteFile.Open(options.DatabaseFile, SqliteOpenMode.ReadWrite);
            return SqliteFile.FindDamage(connection);
        }
        catch (SqliteException exception) when (DatabaseFailure.IsDamaged(exception))
        {
            return DatabaseFailure.Describe(exception);
        }
        catch (SqliteException exception)
        {
            throw new StartupException($"The database cannot be read: {DatabaseFailure.Describe(exception)}");
        }
    }

    /// <summary>Renames the database and its log, so that other tools can still read them.</summary>
    /// <returns>The new path.</returns>
    private string MoveAside()
    {
        var target = options.DatabaseFile + ".damaged";
        for (var number = 2; File.Exists(target); number++)
        {
            target = string.Create(CultureInfo.InvariantCulture, $"{options.DatabaseFile}.damaged{number}");
        }

        File.Move(options.DatabaseFile, target);
        if (File.Exists(options.DatabaseFile + "-wal"))
        {
            File.Move(options.DatabaseFile + "-wal", target + "-wal", overwrite: true);
        }

        File.Delete(options.DatabaseFile + "-shm");
        return target;
    }

    private List<RecoveredJob> ReadJobs()
    {
        var jobs = new List<RecoveredJob>();
        foreach (var path in Directory.Exists(options.CheckpointsFolder) ? Directory.GetDirectories(options.CheckpointsFolder) : [])
        {
            // Other folders do not belong to LearnML.
            if (!Guid.TryParse(Path.GetFileName(path), out var id))
            {
                continue;
            }

            if (RecoveredJob.Read(id, new CheckpointFolder(path), damage => output.WriteLine($"Not listed again: {damage}")) is { } job)
            {
                jobs.Add(job);
            }
            else if (new CheckpointFolder(path).HasCheckpoints)
            {
                // The service deletes the folders of jobs that it does not know.
                Directory.Move(path, path + ".unknown");
                output.WriteLine($"Not listed again: no checkpoint in {path} says which job it belongs to. It is kept as {path}.unknown");
            }
        }

        return jobs;
    }

    private async Task StoreAsync(LearnMLContext context, List<RecoveredJob> jobs)
    {
        var numbers = new Dictionary<RecoveredVersion, int>();
        foreach (var model in jobs.SelectMany(job => job.Versions).GroupBy(version => version.Model))
        {
            foreach (var (index, version) in model.OrderBy(version => version.SavedAt).ThenBy(version => version.JobId).Index())
            {
                numbers.Add(version, index + 1);
                context.Add(version.CreateRow(index + 1));
            }
        }

        var trained = jobs.Where(job => !job.IsImported).ToList();
        foreach (var job in trained)
        {
            var newest = job.Versions.MaxBy(version => version.SavedAt);
            context.Add(job.CreateRow(newest, newest is null ? null : numbers[newest]));
            context.Add(new JobLogRow
            {
                JobId = job.Id,
                Sequence = 1,
                At = job.ChangedAt,
                Level = JobLogLevel.Warning,
                Message = "The database was repaired, and the job is listed again from its checkpoint.",
            });
        }

        var known = await context.Uploads.Select(row => row.Name).ToListAsync();
        var uploads = new RecoveredUploads(options).Find(numbers.Keys, failure => output.WriteLine($"Not listed again: {failure}"))
            .Where(upload => !known.Contains(upload.Name)).ToList();
        context.AddRange(uploads);
        await context.SaveChangesAsync();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Listed again: {numbers.Count} model versions, {trained.Count} jobs and {uploads.Count} uploaded datasets."));
    }
}
