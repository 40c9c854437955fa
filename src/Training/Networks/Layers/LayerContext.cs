using LearnML.Contracts;
using LearnML.Training.Randomness;

namespace LearnML.Training.Networks.Layers;

/// <summary>What all layers of a batched network share.</summary>
/// <param name="Random">Draws the initial weights and the dropout masks.</param>
/// <param name="Parameters">Stores the parameters.</param>
/// <param name="Precision">The number type of the matrix products in linear layers.</param>
/// <param name="ActivationHook">Measures the activations.</param>
internal sealed record LayerContext(BatchedRandom Random, BatchedParameters Parameters, Precision Precision, ActivationHook ActivationHook);
