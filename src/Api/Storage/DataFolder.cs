using Microsoft.Extensions.Options;

namespace LearnML.Api.Storage;

/// <summary>The folder of database, uploads and checkpoints; with the embedded database it belongs to one process.</summary>
/// <param name="options">The settings.</param>
internal sealed class DataFolder(IOptions<LearnMLOptions> options) : IDisposable
{
    private FileStream? owned;

    /// <summary>Whether another process has it for itself.</summary>
    public bool IsTaken
    {
        get
        {
            try
            {
                using var free = options.Value.Storage == StorageKind.Sqlite && File.Exists(LockFile) ? new FileStream(LockFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None) : null;
                return false;
            }
            catch (IOException)
            {
                return true;
            }
        }
    }

    private string LockFile => Path.Combine(options.Value.DataFolder, "learnml.lock");

    /// <summary>Makes the folder, and takes it for this process alone where the storage asks for that; the end of the process, however it ends, gives it free.</summary>
    /// <exception cref="StartupException">It cannot be had.</exception>
    public void Open()
    {
        var folder = options.Value.DataFolder;
        try
        {
            Create(folder);
            owned = options.Value.Storage == StorageKind.Sqlite
                ? new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)
                : null;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new StartupException($"The data folder cannot be written: {exception.Message} Give LearnML:Data a folder that can.");
        }
        catch (IOException exception)
        {
            throw new StartupException(
                $"The data folder {folder} cannot be used: {exception.Message} If another LearnML process has it, end that one, give this one another LearnML:Data, or share a database with LearnML:Storage postgres.");
        }
    }

    public void Dispose() => owned?.Dispose();

    /// <summary>A new one is for its user alone, for it holds what callers uploaded and who called.</summary>
    private static void Create(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
