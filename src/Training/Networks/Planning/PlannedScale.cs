namespace LearnML.Training.Networks.Planning;

/// <summary>A layer that multiplies each unit by 1 + factor·w with a trained w.</summary>
internal sealed record PlannedScale(string Path, int Width, double Factor, bool IsFrozen) : PlannedLayer(Path, Width, Width)
{
    public override Int128 Parameters => Width;

    public override Int128 TrainableParameters => IsFrozen ? 0 : Width;
}
