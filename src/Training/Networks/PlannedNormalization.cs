using LearnML.Contracts;

namespace LearnML.Training.Networks;

/// <summary>A normalization with a scale and a shift, and, by the batch, a running mean and variance.</summary>
internal sealed record PlannedNormalization(string Path, int Width, Normalization Normalization, bool Frozen) : PlannedLayer(Path, Width, Width)
{
    public override Int128 Parameters => Width * (Normalization == Normalization.Batch ? 4L : 2L);

    public override Int128 Trained => Frozen ? 0 : Width * 2L;
}
