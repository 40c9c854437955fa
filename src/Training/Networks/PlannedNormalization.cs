using LearnML.Contracts;

namespace LearnML.Training.Networks;

/// <summary>A normalization with a scale and a shift, and, by the batch, a running mean and variance.</summary>
internal sealed record PlannedNormalization(string Path, int Width, Normalization Normalization, bool Frozen) : PlannedLayer(Path, Width, Width)
{
    public override Int128 Parameters => Width * 2L;

    // What is left of the mean, of the deviation and of the scale, too.
    public override Int128 Kept => 4 * (Int128)Width;

    public override Int128 Trained => Frozen ? 0 : Width * 2L;
}
