using LearnML.Contracts;

namespace LearnML.Api.Storage;

/// <summary>An uploaded dataset as stored; its file is named by its content.</summary>
public sealed class UploadRow
{
    /// <summary>The dataset's name.</summary>
    public required string Name { get; init; }

    /// <summary>SHA-256 of its file.</summary>
    public required string ContentHash { get; init; }

    /// <summary>What its file was called where it came from.</summary>
    public required string FileName { get; init; }

    /// <summary>The column to predict where a spec names none.</summary>
    public string? Target { get; init; }

    /// <summary>When it was uploaded.</summary>
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>What it holds.</summary>
    public required TableProfile Profile { get; init; }
}
