namespace LearnML.Training.Networks;

/// <summary>Layers one after another, with a residual connection around them or without.</summary>
internal sealed record PlannedBlock(string Path, int Inputs, int Outputs, IReadOnlyList<PlannedLayer> Layers, bool Residual)
    : PlannedLayer(Path, Inputs, Outputs)
{
    public override Int128 Kept => Residual ? Outputs : 0;
}
