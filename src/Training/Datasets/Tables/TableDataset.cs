using System.Security.Cryptography;
using System.Text.Json;
using LearnML.Contracts;

namespace LearnML.Training.Datasets.Tables;

/// <summary>A table in a CSV file. Its rows are read when a training run needs them.</summary>
/// <param name="summary">The facts that are known without loading the dataset.</param>
/// <param name="contentHash">The SHA-256 hash of the content, in lower-case hexadecimal.</param>
/// <param name="train">The training table.</param>
/// <param name="test">The test table; null if there is none. Jobs score it if it has their target; otherwise its rows are to be predicted.</param>
public sealed class TableDataset(DatasetSummary summary, string contentHash, TableFile train, TableFile? test = null) : Dataset(summary)
{
    /// <inheritdoc/>
    public override string ContentHash { get; } = contentHash;

    /// <inheritdoc/>
    public override string TrainingDataHash => Convert.ToHexStringLower(
        SHA256.HashData(Test?.ContentHash is { } testHash
            ? JsonSerializer.SerializeToUtf8Bytes(new { ContentHash, Train.Schema, testHash }, WireFormat.Options)
            : JsonSerializer.SerializeToUtf8Bytes(new { ContentHash, Train.Schema }, WireFormat.Options)));

    /// <summary>The training table.</summary>
    public TableFile Train { get; } = train;

    /// <summary>The test table; null if there is none. Jobs score it if it has their target; otherwise its rows are to be predicted.</summary>
    public TableFile? Test { get; } = test;

    /// <inheritdoc/>
    public override DatasetProfile CreateProfile() => new()
    {
        Summary = Summary,
        ContentHash = ContentHash,
        Table = Train.Profile,
        TestTable = Test?.Profile,
    };
}
