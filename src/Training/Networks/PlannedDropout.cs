namespace LearnML.Training.Networks;

/// <summary>Dropout.</summary>
internal sealed record PlannedDropout(string Path, int Width, double Rate) : PlannedLayer(Path, Width, Width);
