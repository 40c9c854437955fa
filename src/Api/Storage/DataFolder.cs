using Microsoft.Extensions.Options;

namespace LearnML.Api.Storage;

/// <summary>The folder of database, uploads and checkpoints; with the embedded database it belongs to one process.</summary>
/// <param name="options">The settings.</param>
internal sealed class DataFolder(IOptions<LearnMLOptions> options) : IDisposable
{
    private FileStream? owned;

    /// <summary>Makes the folder, and takes it for this process alone where the storage asks for that; the end of the process, however it ends, gives it free.</summary>
    /// <exception cref="StartupException">It cannot be had.</exception>
    public void Open()
    {
        var folder = options.Value.DataFolder;
        try
        {
            Directory.CreateDirectory(folder);
            owned = options.Value.Storage == StorageKind.Sqlite
                ? new FileStream(Path.Combine(folder, "learnml.lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None)
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
}
