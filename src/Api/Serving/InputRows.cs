using System.Buffers;

namespace LearnML.Api.Serving;

/// <summary>The model inputs of a request: [rows, width], row by row, in an array from the shared pool.</summary>
/// <param name="width">The number of inputs per row.</param>
/// <param name="capacity">The expected number of values; the array grows if there are more.</param>
internal sealed class InputRows(int width, int capacity) : IDisposable
{
    private float[] numbers = ArrayPool<float>.Shared.Rent(Math.Max(capacity, width));

    /// <summary>The number of values.</summary>
    public int Count { get; private set; }

    /// <summary>The number of complete rows.</summary>
    public int Rows => Count / width;

    /// <summary>The values. Valid until the next value is added or this object is disposed.</summary>
    public ReadOnlyMemory<float> Numbers => numbers.AsMemory(0, Count);

    /// <summary>Adds a value.</summary>
    public void Add(float number)
    {
        if (Count == numbers.Length)
        {
            Reserve(1);
        }

        numbers[Count++] = number;
    }

    /// <summary>Adds values.</summary>
    public void Add(ReadOnlySpan<float> more)
    {
        Reserve(more.Length);
        more.CopyTo(numbers.AsSpan(Count));
        Count += more.Length;
    }

    /// <summary>Adds a row of zeros and returns it for writing. Valid until the next row is added.</summary>
    public Span<float> AddRow()
    {
        Reserve(width);
        var row = numbers.AsSpan(Count, width);
        row.Clear();
        Count += width;
        return row;
    }

    /// <summary>Returns an existing row for writing.</summary>
    public Span<float> Row(int row) => numbers.AsSpan(row * width, width);

    public void Dispose() => ArrayPool<float>.Shared.Return(numbers);

    private void Reserve(int more)
    {
        if (Count + more > numbers.Length)
        {
            var larger = ArrayPool<float>.Shared.Rent((int)Math.Min(Math.Max(2L * numbers.Length, Count + more), Array.MaxLength));
            numbers.AsSpan(0, Count).CopyTo(larger);
            ArrayPool<float>.Shared.Return(numbers);
            numbers = larger;
        }
    }
}
