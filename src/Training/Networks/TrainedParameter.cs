using TorchSharp.Modules;

namespace LearnML.Training.Networks;

/// <summary>A parameter that is trained.</summary>
/// <param name="Layer">The path of its layer.</param>
/// <param name="IsBias">Whether it is added rather than multiplied.</param>
/// <param name="Parameter">The numbers of all members.</param>
internal sealed record TrainedParameter(string Layer, bool IsBias, Parameter Parameter);
