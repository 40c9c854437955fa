using LearnML.Contracts;

namespace LearnML.Training.Fitting.Epochs;

/// <summary>
/// Decides in which epochs the metrics of the layers are kept. A job keeps at most 100,000 of them, so that a deep network does not fill the
/// memory and the database: from a longer training it keeps evenly spaced epochs, and always the first and the last one.
/// </summary>
/// <param name="spec">The spec of the job.</param>
/// <param name="layers">The number of linear layers.</param>
internal sealed class KeptLayerMetrics(JobSpec spec, int layers)
{
    private const long Maximum = 100_000;

    private readonly long interval =
        ((layers * (long)spec.Training.Epochs * (1 + (spec.Validation.CountFolds() ?? 0))) + Maximum - 1) / Maximum;

    /// <summary>Returns whether the metrics of this epoch are kept.</summary>
    public bool Includes(int epoch) => (epoch - 1) % interval == 0 || epoch == spec.Training.Epochs;
}
