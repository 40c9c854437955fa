using LearnML.Api.Hosting;

namespace LearnML.Api.Storage.Recovery;

/// <summary>Copies a backup to a data folder without a database. The database is copied last, so that it never lacks files.</summary>
/// <param name="options">The settings of the service; they name the data folder.</param>
/// <param name="dataFolder">Locks the data folder.</param>
/// <param name="output">The output, for example the console.</param>
internal sealed class RestoreCommand(LearnMLOptions options, DataFolder dataFolder, TextWriter output)
{
    /// <summary>Restores a backup.</summary>
    /// <param name="folder">The folder of the backup.</param>
    /// <exception cref="StartupException">
    /// The folder is not a complete backup, a file of it is damaged, or the data folder has a database or is used by another process.
    /// </exception>
    public void Run(string folder)
    {
        var manifest = BackupManifest.Read(folder);
        dataFolder.Open();
        if (File.Exists(options.DatabaseFile))
        {
            throw new StartupException(
                $"The data folder {options.DataFolder} has a database. Move that folder away, or set LearnML:Data to a new folder.");
        }

        var database = Path.GetFileName(options.DatabaseFile);
        var restored = options.DatabaseFile + ".restored";
        try
        {
            foreach (var (path, hash) in manifest.Files.OrderBy(file => file.Key == database))
            {
                Copy(Path.Combine(folder, path), path == database ? restored : Path.Combine(options.DataFolder, path), hash);
            }

            // A log of an earlier database must not be applied to this one.
            File.Delete(options.DatabaseFile + "-wal");
            File.Move(restored, options.DatabaseFile);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StartupException($"The backup was not restored: {exception.Message} The command can be repeated.");
        }

        output.WriteLine($"The backup of {manifest.CreatedAt:u} is restored to {options.DataFolder}, with {manifest.Files.Count} files.");
        output.WriteLine("Jobs that were running continue from their latest checkpoints when the service starts.");
    }

    private void Copy(string source, string target, string hash)
    {
        if (!Path.GetFullPath(target).StartsWith(options.DataFolder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new StartupException($"The backup names a file outside of the data folder: {target}");
        }

        if (CopiedFile.Copy(source, target) != hash)
        {
            File.Delete(target);
            throw new StartupException($"The backup is damaged: {source} has changed since the backup was made. Restore another backup.");
        }
    }
}
