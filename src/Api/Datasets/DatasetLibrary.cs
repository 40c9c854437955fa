using LearnML.Contracts;
using LearnML.Training.Datasets;
using LearnML.Training.Datasets.Files;

namespace LearnML.Api.Datasets;

/// <summary>Finds and loads the datasets that a spec can name: built-in datasets and uploaded datasets.</summary>
/// <param name="builtIn">The built-in datasets.</param>
/// <param name="uploads">The uploaded datasets.</param>
public sealed class DatasetLibrary(DatasetCatalog builtIn, UploadStore uploads)
{
    /// <summary>Returns all datasets, the built-in ones first.</summary>
    public async Task<IReadOnlyList<DatasetSummary>> ListAsync(CancellationToken cancellationToken) =>
        [.. builtIn.Summaries, .. await uploads.ListAsync(cancellationToken)];

    /// <summary>Returns the summary of a dataset; null if there is none with that name.</summary>
    public async Task<DatasetSummary?> FindAsync(string name, CancellationToken cancellationToken) =>
        builtIn.Find(name) ?? (await uploads.FindAsync(name, cancellationToken))?.Summary;

    /// <summary>Loads a dataset, and downloads it first if necessary.</summary>
    /// <exception cref="DatasetUnavailableException">There is no such dataset, or it cannot be loaded on this machine.</exception>
    public async Task<Dataset> LoadAsync(string name, CancellationToken cancellationToken) =>
        builtIn.Find(name) is null && await uploads.FindAsync(name, cancellationToken) is { } uploaded
            ? uploaded
            : await builtIn.LoadAsync(name, cancellationToken);
}
