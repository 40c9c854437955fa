using System.Security.Cryptography;
using System.Text.Json;
using LearnML.Contracts;

namespace LearnML.Training.Datasets;

/// <summary>A table in a file. Its rows are read when a run needs them.</summary>
/// <param name="summary">What is known of it without reading it.</param>
/// <param name="contentHash">SHA-256 of its bytes, in lower-case hexadecimal.</param>
/// <param name="train">The rows to learn from.</param>
/// <param name="test">The rows whose targets nobody has told, where there are such.</param>
public sealed class TableDataset(DatasetSummary summary, string contentHash, TableFile train, TableFile? test = null) : Dataset(summary)
{
    /// <inheritdoc/>
    public override string ContentHash { get; } = contentHash;

    /// <inheritdoc/>
    public override string LearnedHash => Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(new { ContentHash, Train.Schema }, WireFormat.Options)));

    /// <summary>The rows to learn from.</summary>
    public TableFile Train { get; } = train;

    /// <summary>The rows whose targets nobody has told, where there are such.</summary>
    public TableFile? Test { get; } = test;

    /// <inheritdoc/>
    public override DatasetProfile Profile() => new()
    {
        Summary = Summary,
        ContentHash = ContentHash,
        Table = Train.Profile,
        TestTable = Test?.Profile,
    };
}
