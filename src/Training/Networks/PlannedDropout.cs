namespace LearnML.Training.Networks;

/// <summary>Dropout.</summary>
internal sealed record PlannedDropout(string Path, int Width, double Rate) : PlannedLayer(Path, Width, Width)
{
    // Which units were kept, too.
    public override Int128 Kept => 2 * (Int128)Width;
}
