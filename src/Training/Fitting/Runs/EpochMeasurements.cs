using LearnML.Contracts;
using LearnML.Training.Fitting.Epochs;

namespace LearnML.Training.Fitting.Runs;

/// <summary>What was measured in one epoch of all members of a batched network.</summary>
/// <param name="Epoch">The number of the epoch, from 1.</param>
/// <param name="Elapsed">The training time of the job so far.</param>
/// <param name="Means">The means of each member over the epoch.</param>
/// <param name="LearningRates">The learning rate of each member's last step.</param>
/// <param name="Layers">The layer metrics of each member after the epoch.</param>
/// <param name="ValidationOutputs">The outputs of each split for its validation rows; empty without validation rows.</param>
internal sealed record EpochMeasurements(
    int Epoch,
    TimeSpan Elapsed,
    RunningMetrics.EpochMeans[] Means,
    IReadOnlyList<double> LearningRates,
    LayerMetrics[][] Layers,
    float[][] ValidationOutputs);
