using LearnML.Contracts;

namespace LearnML.Training.Networks.Planning;

/// <summary>An activation function.</summary>
/// <param name="Path">The path in the network.</param>
/// <param name="Width">The number of values per row.</param>
/// <param name="Activation">The function.</param>
/// <param name="LinearPath">The path of the linear layer before it, with only normalizations between them; null if there is none.</param>
internal sealed record PlannedActivation(string Path, int Width, Activation Activation, string? LinearPath) : PlannedLayer(Path, Width, Width)
{
    public override Int128 Parameters => Activation == Activation.Prelu ? 1 : 0;

    public override Int128 TrainableParameters => Parameters;
}
