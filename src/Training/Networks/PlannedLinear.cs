using LearnML.Contracts;

namespace LearnML.Training.Networks;

/// <summary>
/// y = W·x + b, where W and b start by <c>Initialization</c>, stay so where it is <c>Frozen</c>, and are those of the layer at the path
/// <c>First</c>, its own where it shares none; <c>FollowedByActivation</c> says whether an activation comes before any other layer but
/// a normalization.
/// </summary>
internal sealed record PlannedLinear(
    string Path, int Inputs, int Outputs, InitializationSpec Initialization, bool Frozen, string First, bool FollowedByActivation)
    : PlannedLayer(Path, Inputs, Outputs)
{
    public override Int128 Parameters => Path == First ? (Int128)(Inputs + 1L) * Outputs : 0;

    public override Int128 Trained => Frozen ? 0 : Parameters;

    public override Int128 Products => (Int128)Inputs * Outputs;
}
