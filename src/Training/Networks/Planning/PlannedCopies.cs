namespace LearnML.Training.Networks.Planning;

/// <summary>
/// A layer that copies each row and multiplies each unit of each copy by a trained factor of its own. All later layers compute the copies.
/// </summary>
internal sealed record PlannedCopies(string Path, int Width, bool IsFrozen) : PlannedLayer(Path, Width, Width)
{
    public override Int128 Parameters => (Int128)Width * Copies;

    public override Int128 TrainableParameters => IsFrozen ? 0 : Parameters;
}
