namespace LearnML.Contracts;

/// <summary>The layers of a network.</summary>
/// <param name="Inputs">The number of inputs per row.</param>
/// <param name="Layers">The layers in order; a block comes before its own layers.</param>
/// <param name="Parameters">The number of parameters, trainable or frozen; shared parameters count once.</param>
/// <param name="MultiplyAdds">The number of multiply-add operations per row.</param>
/// <param name="Networks">The number of networks in the ensemble; 1 without an ensemble.</param>
public sealed record NetworkGraph(int Inputs, IReadOnlyList<GraphLayer> Layers, long Parameters, long MultiplyAdds, int Networks);
