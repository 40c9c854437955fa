using LearnML.Contracts;

namespace LearnML.Training.Scoring;

/// <summary>The importance of a model's columns on labelled rows.</summary>
/// <param name="Rows">The number of labelled rows.</param>
/// <param name="UsedRows">The number of rows that were shuffled: a random sample if there are too many.</param>
/// <param name="Importance">The columns, the most important first.</param>
/// <param name="Warnings">What was left out or treated as missing.</param>
public sealed record ImportanceScores(int Rows, int UsedRows, IReadOnlyList<ColumnImportance> Importance, IReadOnlyList<string> Warnings);
