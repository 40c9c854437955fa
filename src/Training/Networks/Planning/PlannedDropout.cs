namespace LearnML.Training.Networks.Planning;

/// <summary>A dropout layer, which drops each unit with probability <c>Rate</c> in training.</summary>
internal sealed record PlannedDropout(string Path, int Width, double Rate) : PlannedLayer(Path, Width, Width)
{
    // The output and the mask.
    public override Int128 SavedForBackward => 2 * (Int128)Width;
}
