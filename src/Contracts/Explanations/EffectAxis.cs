namespace LearnML.Contracts;

/// <summary>A column of an effect, with the values at which it is computed.</summary>
/// <param name="Column">The column's name.</param>
/// <param name="Points">
/// Numbers and dates in ascending order, from the smallest to the largest and between them at evenly spaced ranks; or the most frequent categories,
/// the most frequent first. A missing value comes last, if a row has one.
/// </param>
public sealed record EffectAxis(string Column, IReadOnlyList<EffectPoint> Points);
