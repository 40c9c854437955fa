using LearnML.Training.Preprocessing;

namespace LearnML.Training.Exporting;

/// <summary>A column of a table and its place in the network's inputs.</summary>
/// <param name="Column">The column.</param>
/// <param name="Start">The index of its first input in a row of the network.</param>
internal readonly record struct OnnxColumn(InputColumn Column, int Start);
