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

    // A counted text is an object with an entry in a dictionary, and a counted value is one slot of a table that is at least half full.
    private const int TextBytes = 100;
    private const int ValueBytes = 2 * sizeof(long);

    /// <summary>The memory that one byte of a file becomes at most: a text of four characters and a comma is counted and kept.</summary>
    private const int MemoryPerByte = 20;

    /// <summary>Returns the memory that the inspection of a file takes at most, in bytes.</summary>
    /// <param name="fileBytes">The size of the file.</param>
    public static long EstimateMemory(long fileBytes) => Math.Min(
        MemoryPerByte * fileBytes,
        ((long)TextBytes * TextsOfTable) + (sizeof(char) * CharactersOfTable) + ((long)ValueBytes * ValuesOfTable));

    /// <summary>Returns the budget of each column of a table with this number of columns.</summary>
    public static ColumnBudget For(int columns) => new(
        Math.Clamp(TextsOfTable / columns, 1_000, MaximumValues),
        Math.Max(CharactersOfTable / columns, 10_000),
        Math.Clamp(ValuesOfTable / columns, 1_000, MaximumValues));
}
