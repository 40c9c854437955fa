using LearnML.Contracts;

namespace LearnML.Training.Networks.Planning;

/// <summary>An activation function f; if it is parametric, x + (1 + c·w)·(f(x) - x) with a trained w for each unit.</summary>
/// <param name="Path">The path in the network.</param>
/// <param name="Width">The number of values per row.</param>
/// <param name="Activation">The function.</param>
/// <param name="LinearPath">The path of the linear layer before it, with only normalizations between them; null if there is none.</param>
/// <param name="Factor">c of a parametric activation; null if it has no parameters.</param>
/// <param name="IsFrozen">Whether the parameters keep their initial values.</param>
internal sealed record PlannedActivation(string Path, int Width, Activation Activation, string? LinearPath, double? Factor, bool IsFrozen)
    : PlannedLayer(Path, Width, Width)
{
    public override Int128 Parameters => Factor is not null ? Width : Activation == Activation.Prelu ? 1 : 0;

    public override Int128 TrainableParameters => IsFrozen ? 0 : Parameters;

    // A parametric activation saves its input, f(x) and f(x) - x beside its output.
    public override Int128 SavedForBackward => Factor is null ? Width : 4 * (Int128)Width;
}
