namespace LearnML.Training.Tables.Inspection;

/// <summary>How much of one column is kept in memory while a table is inspected. All columns together stay within some hundred megabytes.</summary>
/// <param name="Texts">The number of distinct texts whose frequency is counted.</param>
/// <param name="Characters">The number of characters of these texts.</param>
/// <param name="ExactValues">The number of distinct values that are counted exactly; more are estimated.</param>
internal sealed record ColumnBudget(int Texts, long Characters, int ExactValues)
{
    private const int MaximumValues = 100_000;
    private const int TextsOfTable = 2_000_000;
    private const int ValuesOfTable = 10_000_000;
    private const long CharactersOfTable = 64_000_000;

    /// <summary>Returns the budget of each column of a table with this number of columns.</summary>
    public static ColumnBudget For(int columns) => new(
        Math.Clamp(TextsOfTable / columns, 1_000, MaximumValues),
        Math.Max(CharactersOfTable / columns, 10_000),
        Math.Clamp(ValuesOfTable / columns, 1_000, MaximumValues));
}
