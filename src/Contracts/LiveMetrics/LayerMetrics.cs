namespace LearnML.Contracts;

/// <summary>
/// What an epoch measured of a linear layer. Its activations are what goes on from it, behind the activation that follows it; they are
/// looked at after the epoch on 256 training rows (fewer where layers are very wide), with dropout off. Of an ensemble these are means over its networks.
/// </summary>
/// <param name="Layer">The layer, by the path of its parameters, for example <c>0</c>.</param>
/// <param name="GradientNorm">The L2 norm of the gradients of its weights and biases, before any clipping, the mean over the epoch's steps; null where it is frozen.</param>
/// <param name="WeightNorm">The L2 norm of its weights after the epoch.</param>
/// <param name="ActivationMean">The mean of its activations.</param>
/// <param name="ActivationVariance">Their variance over rows and units.</param>
/// <param name="DeadUnits">The share of its units that give the same number for every row, and so learn nothing, 0 to 1.</param>
public sealed record LayerMetrics(
    string Layer, double? GradientNorm, double WeightNorm, double ActivationMean, double ActivationVariance, double DeadUnits);
