namespace LearnML.Training.Tables;

/// <summary>A growing array.</summary>
internal sealed class ValueBuffer<T>(int capacity)
{
    private T[] values = new T[Math.Max(capacity, 16)];
    private int count;

    public void Add(T value)
    {
        if (count == values.Length)
        {
            Array.Resize(ref values, 2 * count);
        }

        values[count++] = value;
    }

    /// <summary>The values as an array of just their number; the buffer is empty then.</summary>
    public T[] Take()
    {
        var taken = count == values.Length ? values : values.AsSpan(0, count).ToArray();
        (values, count) = (new T[16], 0);
        return taken;
    }
}
