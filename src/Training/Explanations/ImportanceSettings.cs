namespace LearnML.Training.Explanations;

/// <summary>How the importance of columns is computed.</summary>
/// <param name="Repeats">The number of shuffles of each column, at least 2.</param>
/// <param name="Seed">The seed of the shuffles, and of the choice of rows if there are too many.</param>
/// <param name="Groups">The columns that are shuffled together; no column twice.</param>
public sealed record ImportanceSettings(int Repeats, long Seed, IReadOnlyList<IReadOnlyList<string>> Groups);
