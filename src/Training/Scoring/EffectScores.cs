using LearnML.Contracts;

namespace LearnML.Training.Scoring;

/// <summary>The effects of a model's columns.</summary>
/// <param name="Rows">The number of labelled rows.</param>
/// <param name="UsedRows">The number of rows that were used: a random sample if there are too many.</param>
/// <param name="Effects">The effects.</param>
/// <param name="Warnings">What was left out or treated as missing.</param>
public sealed record EffectScores(int Rows, int UsedRows, IReadOnlyList<ColumnEffect> Effects, IReadOnlyList<string> Warnings);
