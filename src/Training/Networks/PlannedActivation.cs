using LearnML.Contracts;

namespace LearnML.Training.Networks;

/// <summary>A nonlinear function; <c>Of</c> is the path of the linear layer whose outputs it takes, if it follows one.</summary>
internal sealed record PlannedActivation(string Path, int Width, Activation Activation, string? Of) : PlannedLayer(Path, Width, Width)
{
    public override Int128 Parameters => Activation == Activation.Prelu ? 1 : 0;

    public override Int128 Trained => Parameters;
}
