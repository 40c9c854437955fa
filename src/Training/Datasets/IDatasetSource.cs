using LearnML.Contracts;
using LearnML.Training.Datasets.Files;

namespace LearnML.Training.Datasets;

/// <summary>A source of one named dataset.</summary>
public interface IDatasetSource
{
    /// <summary>The facts that are known without loading the dataset.</summary>
    DatasetSummary Summary { get; }

    /// <summary>Reads, downloads or generates the dataset.</summary>
    /// <exception cref="DatasetUnavailableException">The dataset cannot be loaded on this machine. The message says why and what to do.</exception>
    Task<Dataset> LoadAsync(CancellationToken cancellationToken);
}
