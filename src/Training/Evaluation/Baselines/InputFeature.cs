namespace LearnML.Training.Evaluation.Baselines;

/// <summary>A column of a table among the encoded inputs.</summary>
/// <param name="Name">The name of the column.</param>
/// <param name="Start">The index of its first input.</param>
/// <param name="Width">The number of its inputs.</param>
/// <param name="IsCategory">Whether one input is 1 and the others are 0.</param>
internal sealed record InputFeature(string Name, int Start, int Width, bool IsCategory);
