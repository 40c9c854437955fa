using LearnML.Contracts;
using LearnML.Training.Datasets;

namespace LearnML.Api.Datasets;

/// <summary>Every dataset that a spec can name: those that are built in, and those that were uploaded.</summary>
/// <param name="builtIn">Those that are built in.</param>
/// <param name="uploads">Those that were uploaded.</param>
public sealed class DatasetLibrary(DatasetCatalog builtIn, UploadStore uploads)
{
    /// <summary>Every dataset, those that are built in first.</summary>
    public async Task<IReadOnlyList<DatasetSummary>> ListAsync(CancellationToken cancellation) =>
        [.. builtIn.Summaries, .. (await uploads.ListAsync(cancellation)).Select(dataset => dataset.Summary)];

    /// <summary>The dataset of that name; null where there is none.</summary>
    public async Task<DatasetSummary?> FindAsync(string name, CancellationToken cancellation) =>
        builtIn.Find(name) ?? (await uploads.FindAsync(name, cancellation))?.Summary;

    /// <summary>The dataset of that name, read or downloaded where it must be.</summary>
    /// <exception cref="DatasetUnavailableException">There is no such dataset, or it cannot be had here.</exception>
    public async Task<Dataset> LoadAsync(string name, CancellationToken cancellation) =>
        builtIn.Find(name) is null && await uploads.FindAsync(name, cancellation) is { } uploaded
            ? uploaded
            : await builtIn.LoadAsync(name, cancellation);
}
