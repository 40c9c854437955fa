using LearnML.Contracts;

namespace LearnML.Training.Networks.Planning;

/// <summary>A linear layer: y = W·x + b.</summary>
/// <param name="Path">The path in the network.</param>
/// <param name="Inputs">The number of inputs per row.</param>
/// <param name="Outputs">The number of outputs per row.</param>
/// <param name="Initialization">How the initial weights and biases are drawn.</param>
/// <param name="IsFrozen">Whether the parameters keep their initial values.</param>
/// <param name="OwnerPath">The path of the layer that owns the parameters: another layer if they are shared, otherwise this layer.</param>
/// <param name="IsFollowedByActivation">Whether the next layer is an activation. Normalizations between them are skipped.</param>
internal sealed record PlannedLinear(
    string Path, int Inputs, int Outputs, InitializationSpec Initialization, bool IsFrozen, string OwnerPath, bool IsFollowedByActivation)
    : PlannedLayer(Path, Inputs, Outputs)
{
    /// <summary>Whether each copy of a row has weights and biases of its own. Default: false.</summary>
    public bool IsPerCopy { get; init; }

    public override Int128 Parameters => Path == OwnerPath ? (Int128)(Inputs + 1L) * Outputs * (IsPerCopy ? Copies : 1) : 0;

    public override Int128 TrainableParameters => IsFrozen ? 0 : Parameters;

    // The weights of copies are multiplied copy by copy, for which the inputs are sorted by copy and saved too.
    public override Int128 SavedForBackward => IsPerCopy ? Inputs + (Int128)Outputs : Outputs;

    public override Int128 MultiplyAdds => (Int128)Inputs * Outputs;
}
