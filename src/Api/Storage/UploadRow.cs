using LearnML.Contracts;

namespace LearnML.Api.Storage;

/// <summary>A stored uploaded dataset. The name of its file is the hash of the content.</summary>
public sealed class UploadRow
{
    /// <summary>The name of the dataset.</summary>
    public required string Name { get; init; }

    /// <summary>The SHA-256 hash of the file.</summary>
    public required string ContentHash { get; init; }

    /// <summary>The name of the file as the client sent it.</summary>
    public required string FileName { get; init; }

    /// <summary>The SHA-256 hash of the test file; null if there is none.</summary>
    public string? TestHash { get; init; }

    /// <summary>The columns of the test file; null if there is none.</summary>
    public TableProfile? TestProfile { get; init; }

    /// <summary>The default column to predict; null if there is none.</summary>
    public string? Target { get; init; }

    /// <summary>When the dataset was uploaded.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The columns and their statistics.</summary>
    public required TableProfile Profile { get; init; }
}
