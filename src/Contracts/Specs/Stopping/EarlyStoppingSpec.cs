using System.ComponentModel.DataAnnotations;

namespace LearnML.Contracts;

/// <summary>Ends a training when its validation metric no longer improves. The epoch with the best value is kept.</summary>
public sealed record EarlyStoppingSpec
{
    /// <summary>The validation metric. Default: <c>loss</c>.</summary>
    public StoppingMetric Metric { get; init; } = StoppingMetric.Loss;

    /// <summary>
    /// The training ends after this many epochs without an improvement; at least 1, and less than the run's number of epochs. Default: 5.
    /// </summary>
    [Range(1, int.MaxValue)]
    public int Patience { get; init; } = 5;

    /// <summary>A smaller improvement over the best value so far does not count; at least 0. Default: 0.</summary>
    [Range(0d, float.MaxValue)]
    public double MinimumImprovement { get; init; }
}
