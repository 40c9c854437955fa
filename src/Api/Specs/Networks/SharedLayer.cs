using LearnML.Contracts;

namespace LearnML.Api.Specs.Networks;

/// <summary>A linear layer that shares its weights.</summary>
/// <param name="Field">The path of the layer in the spec.</param>
/// <param name="Inputs">The number of inputs; null if it is only known after preprocessing.</param>
/// <param name="Outputs">The number of outputs.</param>
/// <param name="IsFrozen">Whether the weights keep their initial values.</param>
/// <param name="Initialization">The initialization of the layer; null for the network's.</param>
internal sealed record SharedLayer(string Field, int? Inputs, int Outputs, bool IsFrozen, InitializationSpec? Initialization);
