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

    /// <summary>The file of the SQLite database.</summary>
    public string DatabaseFile => options.Value.DatabaseFile;

    private string AddressFile => Path.Combine(options.Value.DataFolder, "learnml.address");

    private string LockFile => Path.Combine(options.Value.DataFolder, "learnml.lock");

    /// <summary>
    /// Creates the folder and, with SQLite, locks it for this process, unless that was done before. The operating system releases the lock when the
    /// process ends, even after a crash.
    /// </summary>
    /// <exception cref="StartupException">The folder cannot be created, written or locked.</exception>
    public void Open()
    {
        if (lockStream is not null)
        {
            return;
        }

        var folder = options.Value.DataFolder;
        try
        {
            CreatePrivate(folder);
            lockStream = options.Value.Storage == StorageKind.Sqlite
                ? new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)
                : null;
            if (lockStream is not null)
            {
                File.Delete(AddressFile); // An earlier process has left it.
            }
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new StartupException($"The data folder cannot be written: {exception.Message} Set LearnML:Data to a writable folder.");
        }
        catch (IOException) when (IsLockedByOther)
        {
            var at = ReadAddress() is { Length: > 0 } address ? $", at {address}" : "";
            throw new StartupException(
                $"LearnML is already running with the data folder {folder}{at}; stop it, or set LearnML:Data to another folder.");
        }
        catch (IOException exception)
        {
            throw new StartupException($"The data folder {folder} cannot be used: {exception.Message} Set LearnML:Data to another folder.");
        }
    }

    /// <summary>Stores where this process listens, so that a second process with the same folder can say it.</summary>
    public void StoreAddress(string address)
    {
        if (lockStream is null)
        {
            return;
        }

        try
        {
            File.WriteAllText(AddressFile, address);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The other process then leaves the address out.
        }
    }

    public void Dispose() => lockStream?.Dispose();

    private string? ReadAddress()
    {
        try
        {
            return File.ReadAllText(AddressFile);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Creates a folder so that only its owner can access it, because it holds uploads and the audit log.</summary>
    internal static void CreatePrivate(string folder)
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
