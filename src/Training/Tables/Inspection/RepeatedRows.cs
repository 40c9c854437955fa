using System.IO.Hashing;
using System.Runtime.InteropServices;
using LearnML.Training.Tables.Values;

namespace LearnML.Training.Tables.Inspection;

/// <summary>Counts the rows that repeat a row above them, by a 64-bit hash of their text. It looks at the first million distinct rows.</summary>
/// <param name="delimiter">The character between the fields.</param>
/// <param name="ignoresFirst">Whether the first column numbers the rows and is not compared.</param>
internal sealed class RepeatedRows(char delimiter, bool ignoresFirst)
{
    private const int MaximumRows = 1_000_000;

    // In batches, as those of DistinctCounter are.
    private const int BatchSize = 64;

    private readonly HashTable64 known = new();
    private readonly (ulong Hash, int Line)[] batch = new (ulong, int)[BatchSize];
    private int batchCount;

    /// <summary>The number of rows that are equal to a row above them.</summary>
    public int Count { get; private set; }

    /// <summary>The line of the first row that is equal to a row above it; 0 if there is none.</summary>
    public int FirstLine { get; private set; }

    /// <summary>Adds a row.</summary>
    /// <param name="line">The line at which it begins.</param>
    /// <param name="text">The row as it is in the file.</param>
    public void Add(int line, ReadOnlySpan<char> text)
    {
        var compared = (ignoresFirst ? text[(text.IndexOf(delimiter) + 1)..] : text).TrimEnd();
        batch[batchCount++] = (XxHash3.HashToUInt64(MemoryMarshal.AsBytes(compared)), line);
        if (batchCount == BatchSize)
        {
            Complete();
        }
    }

    /// <summary>Counts the rows that were added last.</summary>
    public void Complete()
    {
        foreach (var (hash, line) in batch.AsSpan(0, batchCount))
        {
            if (known.Count < MaximumRows ? !known.Add(hash) : known.Contains(hash))
            {
                Count++;
                FirstLine = FirstLine == 0 ? line : FirstLine;
            }
        }

        batchCount = 0;
    }
}
