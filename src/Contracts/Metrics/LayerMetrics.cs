namespace LearnML.Contracts;

/// <summary>
/// The metrics of a linear layer after one epoch. Activations are the layer's outputs after the activation function that follows it. They are
/// computed on 256 training rows (fewer if layers are very wide), with dropout off. For an ensemble, all values are means over its networks.
/// </summary>
/// <param name="Layer">The path of the layer, for example <c>0</c>.</param>
/// <param name="GradientNorm">
/// The L2 norm of the gradients of weights and biases before clipping, as the mean over the epoch's steps; null if the layer is frozen.
/// </param>
/// <param name="WeightNorm">The L2 norm of the weights after the epoch.</param>
/// <param name="ActivationMean">The mean of the activations.</param>
/// <param name="ActivationVariance">The variance of the activations over rows and units.</param>
/// <param name="DeadUnits">The share of units with the same output for every row, 0 to 1; such units learn nothing.</param>
public sealed record LayerMetrics(
    string Layer, double? GradientNorm, double WeightNorm, double ActivationMean, double ActivationVariance, double DeadUnits);
