namespace LearnML.Contracts;

/// <summary>The layers of a network.</summary>
/// <param name="Inputs">Numbers per row that come in.</param>
/// <param name="Layers">The layers in order, a block before what it holds.</param>
/// <param name="Parameters">The numbers that it keeps, trained or not, each once.</param>
/// <param name="MultiplyAdds">Multiplications with an addition that a row takes.</param>
/// <param name="Networks">How many such networks there are, 1 without an ensemble.</param>
public sealed record NetworkGraph(int Inputs, IReadOnlyList<GraphLayer> Layers, long Parameters, long MultiplyAdds, int Networks);
