using LearnML.Contracts;
using LearnML.Training.Datasets.Files;

namespace LearnML.Training.Datasets;

/// <summary>The datasets by name. A dataset is loaded at its first use and then stays in memory.</summary>
public sealed class DatasetCatalog
{
    private readonly Dictionary<string, IDatasetSource> sources;
    private readonly Dictionary<string, Task<Dataset>> loads = [];
    private readonly Lock gate = new();

    /// <summary>Creates a catalog. The names of the sources must be distinct.</summary>
    public DatasetCatalog(IEnumerable<IDatasetSource> sources)
    {
        IDatasetSource[] all = [.. sources];
        this.sources = all.ToDictionary(source => source.Summary.Name);
        Summaries = [.. all.Select(source => source.Summary)];
    }

    /// <summary>The summaries of all datasets, in the order of the sources.</summary>
    public IReadOnlyList<DatasetSummary> Summaries { get; }

    /// <summary>Returns the summary of the dataset with this name, or null.</summary>
    public DatasetSummary? Find(string name) => sources.GetValueOrDefault(name)?.Summary;

    /// <summary>
    /// Returns the dataset with this name. Concurrent callers share one load. Cancelling one caller does not cancel the load.
    /// If a load fails, the next caller starts a new one.
    /// </summary>
    /// <exception cref="DatasetUnavailableException">There is no such dataset, or it cannot be loaded on this machine.</exception>
    public Task<Dataset> LoadAsync(string name, CancellationToken cancellationToken)
    {
        if (!sources.TryGetValue(name, out var source))
        {
            throw new DatasetUnavailableException(
                $"There is no dataset '{name}'. The datasets are: {string.Join(", ", Summaries.Select(summary => summary.Name))}.");
        }

        lock (gate)
        {
            if (!loads.TryGetValue(name, out var load))
            {
                load = Task.Run(() => LoadOnceAsync(source), CancellationToken.None);
                loads.Add(name, load);
            }

            return load.WaitAsync(cancellationToken);
        }
    }

    private async Task<Dataset> LoadOnceAsync(IDatasetSource source)
    {
        try
        {
            return await source.LoadAsync(CancellationToken.None);
        }
        catch
        {
            // Removed before any caller sees the failure, so that an immediate retry starts a new load.
            lock (gate)
            {
                loads.Remove(source.Summary.Name);
            }

            throw;
        }
    }
}
