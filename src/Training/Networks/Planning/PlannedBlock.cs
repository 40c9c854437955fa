namespace LearnML.Training.Networks.Planning;

/// <summary>A block of layers that are applied one after another, with or without a residual connection around them.</summary>
internal sealed record PlannedBlock(string Path, int Inputs, int Outputs, IReadOnlyList<PlannedLayer> Layers, bool IsResidual)
    : PlannedLayer(Path, Inputs, Outputs)
{
    public override Int128 SavedForBackward => IsResidual ? Outputs : 0;
}
