using System.ComponentModel.DataAnnotations;

namespace LearnML.Contracts;

/// <summary>When a training ends because its validation score no longer gets better; the epoch of the best one is kept.</summary>
public sealed record EarlyStoppingSpec
{
    /// <summary>The score. Default: <c>loss</c>.</summary>
    public StoppingMetric Metric { get; init; } = StoppingMetric.Loss;

    /// <summary>Epochs without an improvement after which the training ends, 1 or more, fewer than the run has. Default: 5.</summary>
    [Range(1, int.MaxValue)]
    public int Patience { get; init; } = 5;

    /// <summary>By how much a score must be better than the best so far to count, 0 or more. Default: 0.</summary>
    [Range(0d, float.MaxValue)]
    public double MinimumImprovement { get; init; }
}
