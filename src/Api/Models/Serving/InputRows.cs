using System.Buffers;

namespace LearnML.Api.Models.Serving;

/// <summary>The model inputs of a request: [rows, width], row by row, in an array from the shared pool.</summary>
/// <param name="width">The number of inputs per row.</param>
/// <param name="capacity">The expected number of values; the array grows if there are more.</param>
internal sealed class InputRows(int width, int capacity) : IDisposable
{
    /// <summary>The largest number of values that a request may take.</summary>
    public const int MaximumValues = 1 << 26;

    private float[] values = ArrayPool<float>.Shared.Rent(Math.Max(capacity, width));

    /// <summary>The number of values.</summary>
    public int ValueCount { get; private set; }

    /// <summary>The number of complete rows.</summary>
    public int RowCount => ValueCount / width;

    /// <summary>The values. Valid until the next value is added or this object is disposed.</summary>
    public ReadOnlyMemory<float> Values => values.AsMemory(0, ValueCount);

    /// <summary>Adds a value.</summary>
    public void Add(float value)
    {
        if (ValueCount == values.Length)
        {
            EnsureFree(1);
        }

        values[ValueCount++] = value;
    }

    /// <summary>Adds values.</summary>
    public void Add(ReadOnlySpan<float> newValues)
    {
        EnsureFree(newValues.Length);
        newValues.CopyTo(values.AsSpan(ValueCount));
        ValueCount += newValues.Length;
    }

    /// <summary>Adds a row of zeros and returns it for writing. Valid until the next row is added.</summary>
    public Span<float> AddRow()
    {
        EnsureFree(width);
        var row = values.AsSpan(ValueCount, width);
        row.Clear();
        ValueCount += width;
        return row;
    }

    /// <summary>Returns an existing row for writing.</summary>
    public Span<float> GetRow(int row) => values.AsSpan(row * width, width);

    public void Dispose() => ArrayPool<float>.Shared.Return(values);

    private void EnsureFree(int count)
    {
        if (ValueCount + count > values.Length)
        {
            var larger = ArrayPool<float>.Shared.Rent((int)Math.Min(Math.Max(2L * values.Length, ValueCount + count), Array.MaxLength));
            values.AsSpan(0, ValueCount).CopyTo(larger);
            ArrayPool<float>.Shared.Return(values);
            values = larger;
        }
    }
}
