using LearnML.Contracts;

namespace LearnML.Api.Storage.Jobs;

/// <summary>Which epochs of a job are read, and what of them.</summary>
internal sealed record EpochSelection
{
    /// <summary>All epochs.</summary>
    public static EpochSelection All { get; } = new();

    /// <summary>The first and then every so many epochs of each fold are read.</summary>
    public long Spacing { get; private init; } = 1;

    /// <summary>The number of the last epoch, which is read in any case.</summary>
    public int Last { get; private init; }

    /// <summary>
    /// Whether several networks have epochs of their own, for example those of the folds. With one network, the sequence number of an epoch is its
    /// number.
    /// </summary>
    public bool HasSeveralNetworks { get; private init; }

    /// <summary>Whether the database leaves the metrics of the layers out. They are most of a long training.</summary>
    public bool WithoutLayers { get; init; }

    /// <summary>
    /// Selects evenly spaced epochs, with the first and the last one. All folds have the same epochs, so that their mean can be computed.
    /// </summary>
    /// <param name="job">The job.</param>
    /// <param name="maximum">The largest number of epochs, apart from the last one. The epochs of each fold count.</param>
    public static EpochSelection EvenlySpaced(Job job, int maximum) =>
        new() { Spacing = 1 + ((job.LastSequence - 1) / maximum), Last = job.Epoch, HasSeveralNetworks = job.LastSequence != job.Epoch };
}
