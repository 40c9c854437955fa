using LearnML.Contracts;

namespace LearnML.Training.Datasets;

/// <summary>One dataset that can be named, and how to get it.</summary>
public interface IDatasetSource
{
    /// <summary>What is known without loading it.</summary>
    DatasetSummary Summary { get; }

    /// <summary>Reads, fetches or makes the dataset.</summary>
    /// <exception cref="DatasetUnavailableException">It cannot be had here; the message says why and what to do.</exception>
    Task<Dataset> LoadAsync(CancellationToken cancellationToken);
}
