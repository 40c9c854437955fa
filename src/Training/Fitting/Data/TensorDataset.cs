using System.Runtime.InteropServices;
using LearnML.Training.Datasets.Images;
using LearnML.Training.Evaluation.Baselines;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting.Data;

/// <summary>
/// The inputs and targets of rows as tensors on the device. Pixels are stored as bytes and converted to floats in [0, 1] batch by batch.
/// </summary>
internal sealed class TensorDataset : IDisposable
{
    // Created once. A scalar created by every call stays on the native heap until the garbage collector frees it, and thousands of such
    // small blocks between the blocks of tensors keep the C library from reusing the freed tensor memory. Worse, the collector can free it
    // while the call still reads it, because TorchSharp passes on its address alone. Tensor.square() creates one too.
    private static readonly Scalar MaximumPixel = ImageScale.MaximumPixelValue;

    private readonly Tensor inputs;
    private readonly Tensor targets;
    private readonly Tensor? weights;
    private Tensor? buffer;

    /// <param name="inputs">[rows, width], pixels as bytes, or float32.</param>
    /// <param name="targets">[rows], class indices (int64), or numbers (float32).</param>
    /// <param name="weights">[rows], the weight of each row in the loss (float32); null if all rows have the same weight.</param>
    public TensorDataset(Tensor inputs, Tensor targets, Tensor? weights = null)
    {
        (this.inputs, this.targets) = (inputs.DetachFromDisposeScope(), targets.DetachFromDisposeScope());
        this.weights = weights?.DetachFromDisposeScope();
    }

    public int Width => (int)inputs.size(1);

    public long Rows => inputs.size(0);

    public Device Device => inputs.device;

    /// <summary>Concatenates the rows of several parts. Narrower inputs are padded with zeros to the largest width.</summary>
    public static TensorDataset Concat(IReadOnlyList<TensorDataset> parts)
    {
        using var scope = NewDisposeScope();
        var width = parts.Max(part => part.Width);
        return new TensorDataset(
            cat([.. parts.Select(part => nn.functional.pad(part.inputs, [0, width - part.Width]))]),
            cat([.. parts.Select(part => part.targets)]),
            parts[0].weights is null ? null : cat([.. parts.Select(part => part.weights!)]));
    }

    /// <summary>Joins the rows of several parts, without targets.</summary>
    /// <param name="parts">The inputs of each part, [rows, width].</param>
    /// <param name="width">The number of inputs per row.</param>
    /// <param name="device">The device.</param>
    public static TensorDataset Create(IReadOnlyList<ReadOnlyMemory<float>> parts, int width, Device device)
    {
        using var scope = NewDisposeScope();
        var rows = parts.Sum(part => (long)part.Length) / width;
        var all = empty(rows, width);
        var values = MemoryMarshal.Cast<byte, float>(all.bytes);
        foreach (var part in parts)
        {
            part.Span.CopyTo(values);
            values = values[part.Length..];
        }

        return new TensorDataset(all.to(device), zeros(rows, int64, device));
    }

    /// <summary>
    /// Returns the inputs [rows, width] as float32 and the targets [rows] of the rows with these indices. Use the inputs only until the
    /// next call: image batches share one buffer. A new allocation for each batch costs time, and hundreds of megabytes where the C
    /// library (glibc before 2.38) rarely reuses freed aligned blocks.
    /// </summary>
    public (Tensor Inputs, Tensor Targets) SelectRows(Tensor indices)
    {
        var selected = inputs.index_select(0, indices);
        var floats = selected.dtype == ScalarType.Byte ? FloatBuffer(indices.numel()).copy_(selected).div_(MaximumPixel) : selected;
        return (floats, targets.index_select(0, indices));
    }

    /// <summary>Returns the weights [rows] of the rows with these indices; null if all rows have the same weight.</summary>
    public Tensor? SelectWeights(Tensor indices) => weights?.index_select(0, indices);

    /// <summary>Returns the inputs of some rows, column by column, in the memory of the process.</summary>
    public InputColumns ReadColumns(long[] rows)
    {
        var values = new float[rows.Length * Width];
        for (var start = 0; start < rows.Length; start += InputColumns.ChunkRows)
        {
            var chunk = rows.AsSpan(start, Math.Min(InputColumns.ChunkRows, rows.Length - start)).ToArray();
            var columns = Read(chunk, inputs => inputs.t());
            for (var column = 0; column < Width; column++)
            {
                columns.AsSpan(column * chunk.Length, chunk.Length).CopyTo(values.AsSpan((column * rows.Length) + start));
            }
        }

        return new InputColumns(values, rows.Length, Width);
    }

    /// <summary>Returns the inputs of some rows, row by row, in the memory of the process.</summary>
    public float[] ReadRows(long[] rows) => Read(rows, inputs => inputs);

    public void Dispose()
    {
        inputs.Dispose();
        targets.Dispose();
        weights?.Dispose();
        buffer?.Dispose();
    }

    private float[] Read(long[] rows, Func<Tensor, Tensor> order)
    {
        using var scope = NewDisposeScope();
        return order(SelectRows(tensor(rows, device: Device)).Inputs).contiguous().cpu().data<float>().ToArray();
    }

    private Tensor FloatBuffer(long count)
    {
        if (buffer is null || buffer.size(0) < count)
        {
            // A tensor that is created in inference mode cannot be written outside of it.
            using var normal = inference_mode(false);
            buffer?.Dispose();
            buffer = empty(count, inputs.size(1), float32, inputs.device).DetachFromDisposeScope();
        }

        return buffer.narrow(0, 0, count);
    }
}
