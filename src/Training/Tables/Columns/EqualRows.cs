using System.Runtime.InteropServices;

namespace LearnML.Training.Tables.Columns;

/// <summary>Finds the rows of a table that have the same value in every column. Missing values are equal to each other.</summary>
internal static class EqualRows
{
    /// <summary>Returns a number for each row, from 0 in the order of first occurrence. Equal rows have the same number.</summary>
    /// <param name="columns">The columns to compare, as they are stored in memory: numbers as float32.</param>
    /// <param name="rows">The rows to compare.</param>
    public static int[] Find(IReadOnlyList<Column> columns, long[] rows)
    {
        var values = columns.SelectMany(Values).ToArray();
        var hashes = new ulong[rows.Length];
        foreach (var column in values)
        {
            for (var index = 0; index < rows.Length; index++)
            {
                hashes[index] = Mix(hashes[index] ^ (uint)column[rows[index]]);
            }
        }

        // The dictionary compares all values of rows with the same hash, so the result is exact.
        var numbers = new Dictionary<int, int>(new RowComparer(values, rows, hashes));
        var result = new int[rows.Length];
        for (var index = 0; index < rows.Length; index++)
        {
            ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, index, out var isKnown);
            if (!isKnown)
            {
                number = numbers.Count - 1;
            }

            result[index] = number;
        }

        return result;
    }

    /// <summary>Returns an integer for each row, or two, which are the same for equal values only.</summary>
    private static int[][] Values(Column column) => column switch
    {
        NumberColumn numbers => [Array.ConvertAll(numbers.Values, Bits)],
        CategoryColumn categories => [categories.Codes],
        DateColumn dates => [Array.ConvertAll(dates.Ticks, ticks => (int)ticks), Array.ConvertAll(dates.Ticks, ticks => (int)(ticks >> 32))],
        _ => throw new ArgumentOutOfRangeException(nameof(column), column, null),
    };

    // 0 and -0 are the same number. All missing values are the same NaN.
    private static int Bits(float value) => value == 0 ? 0 : BitConverter.SingleToInt32Bits(float.IsNaN(value) ? float.NaN : value);

    // The multiplier and shift of the first step of SplitMix64.
    private static ulong Mix(ulong value)
    {
        value = (value + 0x9E3779B97F4A7C15) * 0xBF58476D1CE4E5B9;
        return value ^ (value >> 29);
    }

    private sealed class RowComparer(int[][] columns, long[] rows, ulong[] hashes) : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) =>
            hashes[x] == hashes[y] && Array.TrueForAll(columns, column => column[rows[x]] == column[rows[y]]);

        public int GetHashCode(int obj) => hashes[obj].GetHashCode();
    }
}
