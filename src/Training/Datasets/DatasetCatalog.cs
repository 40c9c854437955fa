using LearnML.Contracts;

namespace LearnML.Training.Datasets;

/// <summary>The datasets by name. Each is loaded at its first use and then stays in memory.</summary>
public sealed class DatasetCatalog
{
    private readonly Dictionary<string, IDatasetSource> sources;
    private readonly Dictionary<string, Task<Dataset>> loads = [];
    private readonly Lock gate = new();

    /// <summary>Makes a catalog of sources with distinct names.</summary>
    public DatasetCatalog(IEnumerable<IDatasetSource> sources)
    {
        IDatasetSource[] all = [.. sources];
        this.sources = all.ToDictionary(source => source.Summary.Name);
        Summaries = [.. all.Select(source => source.Summary)];
    }

    /// <summary>Every dataset, in the order of the sources.</summary>
    public IReadOnlyList<DatasetSummary> Summaries { get; }

    /// <summary>The dataset of that name, or null.</summary>
    public DatasetSummary? Find(string name) => sources.GetValueOrDefault(name)?.Summary;

    /// <summary>
    /// The dataset of that name. Callers at the same time share one load, which a caller's cancellation does not end;
    /// a load that failed is tried again by the next caller.
    /// </summary>
    /// <exception cref="DatasetUnavailableException">There is no such dataset, or it cannot be had here.</exception>
    public Task<Dataset> LoadAsync(string name, CancellationToken cancellationToken)
    {
        if (!sources.TryGetValue(name, out var source))
        {
            throw new DatasetUnavailableException(
                $"There is no dataset '{name}'. There are: {string.Join(", ", Summaries.Select(summary => summary.Name))}.");
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
            // Forgotten before any caller sees the failure, so that trying again at once does try again.
            lock (gate)
            {
                loads.Remove(source.Summary.Name);
            }

            throw;
        }
    }
}
