using System.Buffers;
using System.Numerics;
using LearnML.Training.Predicting;

namespace LearnML.Api.Models.Serving;

/// <summary>The model inputs of a request: [rows, width], row by row, in an array from the shared pool.</summary>
/// <param name="width">The number of inputs per row.</param>
/// <param name="capacity">The expected number of values; the array grows if there are more.</param>
/// <param name="limit">Limits the memory of all requests together; null if it is counted already.</param>
internal sealed class InputRows(int width, int capacity, PredictionLimit? limit) : IDisposable
{
    /// <summary>Smaller arrays are not counted, because they cost less memory than the rest of a request.</summary>
    private const int SmallArray = 1 << 16;

    private const int MaximumPooledLength = 1 << 30;

    /// <summary>The largest number of values that a request may take.</summary>
    public const int MaximumValues = 1 << 26;

    private float[] values = Rent(Math.Max(capacity, width), limit);

    /// <summary>The number of values.</summary>
    public int ValueCount { get; private set; }

    /// <summary>The number of complete rows.</summary>
    public int RowCount => ValueCount / width;

    /// <summary>The values. Valid until the next value is added or this object is disposed.</summary>
    public ReadOnlyMemory<float> Values => values.AsMemory(0, ValueCount);

    /// <summary>Returns the largest number of rows of a request, so that neither its inputs nor its outputs have too many values.</summary>
    /// <param name="predictor">The model.</param>
    /// <param name="configured">The limit of the settings.</param>
    public static int GetMaximumRows(Predictor predictor, int configured) =>
        Math.Max(1, Math.Min(configured, MaximumValues / Math.Max(predictor.Description.Inputs, predictor.OutputsPerRow)));

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

    /// <summary>Adds a copy of a row and returns it for writing. Valid until the next row is added.</summary>
    public Span<float> AddRow(ReadOnlySpan<float> newValues)
    {
        Add(newValues);
        return GetRow(RowCount - 1);
    }

    /// <summary>Returns an existing row for writing.</summary>
    public Span<float> GetRow(int row) => values.AsSpan(row * width, width);

    public void Dispose() => Return(values, limit);

    private void EnsureFree(int count)
    {
        if (ValueCount + count > values.Length)
        {
            var larger = Rent((int)Math.Min(Math.Max(2L * values.Length, ValueCount + count), Array.MaxLength), limit);
            values.AsSpan(0, ValueCount).CopyTo(larger);
            Return(values, limit);
            values = larger;
        }
    }

    private static float[] Rent(int length, PredictionLimit? limit)
    {
        if (length > SmallArray)
        {
            limit?.Memory.Reserve(sizeof(float) * RentedLength(length));
        }

        return ArrayPool<float>.Shared.Rent(length);
    }

    private static void Return(float[] rented, PredictionLimit? limit)
    {
        if (rented.Length > SmallArray)
        {
            limit?.Memory.Release(sizeof(float) * (long)rented.Length);
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Returns the length that the pool rents: the next power of two, up to the largest pooled array.</summary>
    private static long RentedLength(int length) => length <= MaximumPooledLength ? BitOperations.RoundUpToPowerOf2((uint)length) : length;
}
