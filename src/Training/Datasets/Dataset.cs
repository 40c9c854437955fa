using LearnML.Contracts;

namespace LearnML.Training.Datasets;

/// <summary>A dataset in memory.</summary>
/// <param name="summary">The facts that are known without loading the dataset.</param>
public abstract class Dataset(DatasetSummary summary)
{
    /// <summary>The facts that are known without loading the dataset.</summary>
    public DatasetSummary Summary { get; } = summary;

    /// <summary>The SHA-256 hash of the content, in lower-case hexadecimal. It identifies the dataset.</summary>
    public abstract string ContentHash { get; }

    /// <summary>
    /// The hash of the data as a training reads it. It differs if the content differs, and also if the same content is read with other
    /// column types.
    /// </summary>
    public virtual string TrainingDataHash => ContentHash;

    /// <summary>Returns a description of the content.</summary>
    public abstract DatasetProfile CreateProfile();
}
