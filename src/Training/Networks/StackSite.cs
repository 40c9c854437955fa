using LearnML.Contracts;

namespace LearnML.Training.Networks;

/// <summary>What all layers of a batched network share.</summary>
/// <param name="Random">Draws the initial weights and the dropout masks.</param>
/// <param name="Parameters">Stores the parameters.</param>
/// <param name="Precision">The number type of the matrix products in linear layers.</param>
/// <param name="Probe">Measures the activations.</param>
internal sealed record StackSite(StackRandom Random, StackParameters Parameters, Precision Precision, LayerProbe Probe);
