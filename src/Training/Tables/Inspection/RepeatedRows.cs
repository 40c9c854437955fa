using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace LearnML.Training.Tables.Inspection;

/// <summary>Counts the rows that repeat a row above them, by a 64-bit hash of their cells. It looks at the first million distinct rows.</summary>
/// <param name="ignoredColumn">The index of a column that numbers the rows and is not compared; -1 if there is none.</param>
internal sealed class RepeatedRows(int ignoredColumn)
{
    private const int MaximumRows = 1_000_000;

    private readonly Dictionary<ulong, int> counts = [];
    private ulong hash;
    private int firstLine;

    /// <summary>The number of rows that are equal to a row above them.</summary>
    public int Count { get; private set; }

    /// <summary>The line of the first row that is equal to a row above it; 0 if there is none.</summary>
    public int FirstLine => firstLine;

    /// <summary>Adds a cell of the current row.</summary>
    public void Add(int column, ReadOnlySpan<char> text)
    {
        if (column != ignoredColumn)
        {
            hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(text), unchecked((long)hash));
        }
    }

    /// <summary>Completes the current row.</summary>
    public void EndRow(int line)
    {
        if (counts.Count < MaximumRows || counts.ContainsKey(hash))
        {
            ref var count = ref CollectionsMarshal.GetValueRefOrAddDefault(counts, hash, out _);
            if (count++ > 0)
            {
                Count++;
                firstLine = firstLine == 0 ? line : firstLine;
            }
        }

        hash = 0;
    }
}
