using TorchSharp.Modules;

namespace LearnML.Training.Networks.Layers;

/// <summary>A trained parameter.</summary>
/// <param name="Layer">The path of its layer.</param>
/// <param name="IsBias">Whether it is a bias, not a weight.</param>
/// <param name="Parameter">The values of all members.</param>
internal sealed record TrainableParameter(string Layer, bool IsBias, Parameter Parameter);
