using LearnML.Contracts;

namespace LearnML.Training.Networks.Planning;

/// <summary>A normalization with a trained scale and shift. Batch normalization also has a running mean and variance.</summary>
internal sealed record PlannedNormalization(string Path, int Width, Normalization Normalization, bool IsFrozen) : PlannedLayer(Path, Width, Width)
{
    public override Int128 Parameters => Width * 2L;

    // The output, and the result before it is multiplied by the scale.
    public override Int128 SavedForBackward => 2 * (Int128)Width;

    public override Int128 TrainableParameters => IsFrozen ? 0 : Width * 2L;
}
