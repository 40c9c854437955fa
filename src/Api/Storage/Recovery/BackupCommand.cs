using System.Security.Cryptography;
using LearnML.Api.Hosting;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace LearnML.Api.Storage.Recovery;

/// <summary>
/// Copies the database, and the files that its rows name, to a new folder, while the service runs. The folder gets its name when it is complete.
/// </summary>
/// <param name="options">The settings of the service.</param>
/// <param name="time">The clock.</param>
/// <param name="output">The output, for example the console.</param>
internal sealed class BackupCommand(LearnMLOptions options, TimeProvider time, TextWriter output)
{
    private const int MaximumAttempts = 5;

    private readonly Dictionary<string, string> hashes = new(StringComparer.Ordinal);

    /// <summary>Makes a backup.</summary>
    /// <param name="folder">The folder; it must not exist yet.</param>
    /// <exception cref="StartupException">The backup cannot be made; there is no folder with its name.</exception>
    public void Run(string folder)
    {
        folder = Path.TrimEndingDirectorySeparator(folder);
        if (!File.Exists(options.DatabaseFile))
        {
            throw new StartupException($"There is no database {options.DatabaseFile}. Set LearnML:Data to the service's data folder.");
        }

        if (Path.Exists(folder))
        {
            throw new StartupException($"{folder} exists already. Name a new folder for the backup.");
        }

        var unfinished = folder + ".unfinished";
        try
        {
            if (Directory.Exists(unfinished))
            {
                Directory.Delete(unfinished, recursive: true);
            }

            DataFolder.CreatePrivate(unfinished);
            CopyAll(unfinished);
            new BackupManifest(time.GetUtcNow(), hashes).Write(unfinished);
            Directory.Move(unfinished, folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException || DatabaseFailure.Is(exception))
        {
            throw new StartupException($"The backup was not made: {exception.Message.ReplaceLineEndings(" ")}");
        }

        output.WriteLine($"The backup {folder} is complete, with {hashes.Count} files. 'restore {folder}' restores it to a new data folder.");
    }

    /// <summary>
    /// Copies the database and its files. A file that was deleted after the database was copied is no longer named by a newer copy, so that
    /// copy is made then.
    /// </summary>
    private void CopyAll(string unfinished)
    {
        var missing = new List<string>();
        for (var attempt = 0; attempt == 0 || (missing.Count > 0 && attempt < MaximumAttempts); attempt++)
        {
            var database = Path.Combine(unfinished, Path.GetFileName(options.DatabaseFile));
            CopyDatabase(database);
            missing.Clear();
            foreach (var group in ListFiles(database))
            {
                if (group.All(file => !TryCopy(file, unfinished)))
                {
                    missing.Add(group[0]);
                }
            }
        }

        foreach (var file in missing)
        {
            output.WriteLine($"The file {file} is missing in the service too, so it is not in the backup.");
        }
    }

    private void CopyDatabase(string target)
    {
        File.Delete(target);
        using (var source = SqliteFile.Open(options.DatabaseFile, SqliteOpenMode.ReadWrite))
        {
            using var copy = SqliteFile.Open(target, SqliteOpenMode.ReadWriteCreate);
            source.BackupDatabase(copy);
            if (SqliteFile.FindDamage(copy) is { } damage)
            {
                throw new StartupException($"The backup was not made, because the database is damaged: {damage}. The command 'repair' mends it.");
            }

            // Otherwise the copy can be opened only where its folder is writable.
            using var command = copy.CreateCommand();
            command.CommandText = "PRAGMA journal_mode = DELETE";
            command.ExecuteNonQuery();
        }

        using var file = File.OpenRead(target);
        hashes[Path.GetFileName(target)] = Convert.ToHexStringLower(SHA256.HashData(file));
    }

    /// <summary>
    /// Returns the files that the rows of a database name, in groups. One file of a group is enough: of the two latest checkpoints of a job, the
    /// older one may be deleted meanwhile.
    /// </summary>
    private IEnumerable<IReadOnlyList<string>> ListFiles(string database)
    {
        using var context = new SqliteContext(
            new DbContextOptionsBuilder<SqliteContext>().UseSqlite($"Data Source={database};Mode=ReadOnly;Pooling=False").Options);
        foreach (var upload in context.Uploads.Select(row => new { row.ContentHash, row.TestHash }).ToList())
        {
            yield return [options.UploadFile(upload.ContentHash)];
            if (upload.TestHash is { } testHash)
            {
                yield return [options.UploadFile(testHash)];
            }
        }

        foreach (var version in context.ModelVersions.Select(row => new { row.JobId, row.Checkpoint }).ToList())
        {
            var folder = Path.Combine(options.CheckpointFolder(version.JobId), version.Checkpoint);
            foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder) : [folder])
            {
                yield return [file];
            }
        }

        JobState[] withoutLatest = [JobState.Succeeded, JobState.Cancelled];
        foreach (var job in context.Jobs.Where(row => !withoutLatest.Contains(row.State)).Select(row => row.Id).ToList())
        {
            if (new CheckpointFolder(options.CheckpointFolder(job)).ListLatest() is { Count: > 0 } latest)
            {
                yield return latest;
            }
        }
    }

    /// <summary>Copies a file, unless it was copied before: no file changes.</summary>
    /// <returns>Whether the file exists.</returns>
    private bool TryCopy(string file, string unfinished)
    {
        var path = Path.GetRelativePath(options.DataFolder, file).Replace('\\', '/');
        try
        {
            if (!hashes.ContainsKey(path))
            {
                hashes[path] = CopiedFile.Copy(file, Path.Combine(unfinished, path));
            }

            return true;
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
    }
}
