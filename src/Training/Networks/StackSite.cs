using LearnML.Contracts;

namespace LearnML.Training.Networks;

/// <summary>What the layers of a stack are built with.</summary>
/// <param name="Random">Draws the weights and the dropped units.</param>
/// <param name="Parameters">Where the parameters lie.</param>
/// <param name="Precision">What linear layers compute with.</param>
/// <param name="Probe">Looks at the activations.</param>
internal sealed record StackSite(StackRandom Random, StackParameters Parameters, Precision Precision, LayerProbe Probe);
