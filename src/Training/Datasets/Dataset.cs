using LearnML.Contracts;

namespace LearnML.Training.Datasets;

/// <summary>A dataset in memory.</summary>
/// <param name="summary">What is known of it without reading it.</param>
public abstract class Dataset(DatasetSummary summary)
{
    /// <summary>What is known of it without reading it.</summary>
    public DatasetSummary Summary { get; } = summary;

    /// <summary>SHA-256 of its content, in lower-case hexadecimal: its identity.</summary>
    public abstract string ContentHash { get; }

    /// <summary>What a training learns from: another content is another, and so is the same content that is read as other types.</summary>
    public virtual string LearnedHash => ContentHash;

    /// <summary>What it holds.</summary>
    public abstract DatasetProfile Profile();
}
