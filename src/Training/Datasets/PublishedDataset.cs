using LearnML.Contracts;
using LearnML.Training.Datasets.Files;

namespace LearnML.Training.Datasets;

/// <summary>A dataset that its publisher offers as files. Missing files are downloaded.</summary>
public abstract class PublishedDataset : IDatasetSource
{
    private protected PublishedDataset(PublishedFiles files) => Files = files;

    /// <inheritdoc/>
    public abstract DatasetSummary Summary { get; }

    private protected PublishedFiles Files { get; }

    /// <inheritdoc/>
    public async Task<Dataset> LoadAsync(CancellationToken cancellationToken)
    {
        await Files.EnsureDownloadedAsync(cancellationToken);
        return await Files.ReadAsync(() => ReadAsync(cancellationToken));
    }

    /// <summary>Reads the dataset from its files, which all exist.</summary>
    private protected abstract Task<Dataset> ReadAsync(CancellationToken cancellationToken);
}
