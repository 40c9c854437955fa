using System.Text.Json;
using LearnML.Api.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Storage.Recovery;

/// <summary>What a backup contains. It is the last file of a backup that is written.</summary>
/// <param name="CreatedAt">When the backup was made.</param>
/// <param name="Files">The SHA-256 hash of each file in lower-case hexadecimal, by its path within the backup with <c>/</c> between folders.</param>
internal sealed record BackupManifest(DateTimeOffset CreatedAt, IReadOnlyDictionary<string, string> Files)
{
    private const string FileName = "backup.json";

    /// <summary>Reads the manifest of a backup.</summary>
    /// <exception cref="StartupException">The folder is not a complete backup.</exception>
    public static BackupManifest Read(string folder)
    {
        try
        {
            return JsonSerializer.Deserialize<BackupManifest>(File.ReadAllText(Path.Combine(folder, FileName)), WireFormat.Options)
                ?? throw new JsonException("It is null.");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new StartupException($"{folder} is not a complete backup, because its {FileName} cannot be read: {exception.Message}");
        }
    }

    /// <summary>Writes the manifest to a folder.</summary>
    public void Write(string folder)
    {
        using var file = File.Create(Path.Combine(folder, FileName));
        JsonSerializer.Serialize(file, this, WireFormat.Options);
        file.Flush(flushToDisk: true);
    }
}
