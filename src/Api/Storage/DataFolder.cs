using LearnML.Api.Hosting;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Storage;

/// <summary>The folder of the database, uploads and checkpoints. With SQLite, only one process may use it at a time.</summary>
/// <param name="options">The settings.</param>
internal sealed class DataFolder(IOptions<LearnMLOptions> options) : IDisposable
{
    private FileStream? lockStream;

    /// <summary>Whether another process has locked the folder.</summary>
    public bool IsLockedByOther
    {
        get
        {
            try
            {
                using var free = options.Value.Storage == StorageKind.Sqlite && File.Exists(LockFile)
                    ? new FileStream(LockFile, FileMode.Open, FileAccess.ReadWrite, FileShare.None)
                    : null;
                return false;
            }
            catch (IOException)
            {
                return true;
            }
        }
    }

    private string LockFile => Path.Combine(options.Value.DataFolder, "learnml.lock");

    /// <summary>
    /// Creates the folder and, with SQLite, locks it for this process. The operating system releases the lock when the process ends, even after
    /// a crash.
    /// </summary>
    /// <exception cref="StartupException">The folder cannot be created, written or locked.</exception>
    public void Open()
    {
        var folder = options.Value.DataFolder;
        try
        {
            Create(folder);
            lockStream = options.Value.Storage == StorageKind.Sqlite
                ? new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)
                : null;
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new StartupException($"The data folder cannot be written: {exception.Message} Set LearnML:Data to a writable folder.");
        }
        catch (IOException exception)
        {
            throw new StartupException(
                $"The data folder {folder} cannot be used: {exception.Message} If another LearnML process uses it, stop that process, "
                + "set LearnML:Data to another folder, or share a database with LearnML:Storage postgres.");
        }
    }

    public void Dispose() => lockStream?.Dispose();

    /// <summary>Creates the folder so that only its owner can access it, because it holds uploads and the audit log.</summary>
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
