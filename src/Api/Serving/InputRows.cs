using System.Buffers;

namespace LearnML.Api.Serving;

/// <summary>The inputs of a request's rows, one row after another in one array of the pool.</summary>
/// <param name="width">Inputs per row.</param>
/// <param name="capacity">About how many numbers there will be.</param>
internal sealed class InputRows(int width, int capacity) : IDisposable
{
    private float[] numbers = ArrayPool<float>.Shared.Rent(Math.Max(capacity, width));

    /// <summary>How many numbers there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many whole rows they are.</summary>
    public int Rows => Count / width;

    /// <summary>The numbers; good until it is disposed.</summary>
    public ReadOnlyMemory<float> Numbers => numbers.AsMemory(0, Count);

    /// <summary>Adds a number.</summary>
    public void Add(float number)
    {
        if (Count == numbers.Length)
        {
            Reserve(1);
        }

        numbers[Count++] = number;
    }

    /// <summary>Adds numbers.</summary>
    public void Add(ReadOnlySpan<float> more)
    {
        Reserve(more.Length);
        more.CopyTo(numbers.AsSpan(Count));
        Count += more.Length;
    }

    /// <summary>Adds a row of zeros, to be written over; good until the next one.</summary>
    public Span<float> AddRow()
    {
        Reserve(width);
        var row = numbers.AsSpan(Count, width);
        row.Clear();
        Count += width;
        return row;
    }

    /// <summary>A row that is there.</summary>
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
