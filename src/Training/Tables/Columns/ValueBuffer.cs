namespace LearnML.Training.Tables.Columns;

/// <summary>A growing array that hands out its values without unused capacity.</summary>
/// <param name="capacity">The initial capacity; at least 16.</param>
internal sealed class ValueBuffer<T>(int capacity)
{
    private T[] values = new T[Math.Max(capacity, 16)];
    private int count;

    /// <summary>Appends a value.</summary>
    public void Add(T value)
    {
        if (count == values.Length)
        {
            Array.Resize(ref values, 2 * count);
        }

        values[count++] = value;
    }

    /// <summary>Returns the values as an array of exactly their number, and empties the buffer.</summary>
    public T[] ToArrayAndClear()
    {
        var array = count == values.Length ? values : values.AsSpan(0, count).ToArray();
        (values, count) = (new T[16], 0);
        return array;
    }
}
