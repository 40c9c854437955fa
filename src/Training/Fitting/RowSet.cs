using LearnML.Training.Datasets;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>
/// Some rows of a part of a dataset, on the device. Pixels stay bytes and become floats in [0, 1] by the batch.
/// </summary>
internal sealed class RowSet : IDisposable
{
    // Made once: a scalar made by each call waits for the garbage collector, and thousands of such crumbs between the
    // blocks of tensors keep the C library from using those again.
    private static readonly Scalar Maximum = ImageScale.Maximum;

    private readonly Tensor pixels;
    private readonly Tensor labels;
    private readonly Tensor rows;
    private Tensor? buffer;
    private long bufferRows;

    public RowSet(Tensor pixels, Tensor labels, Tensor rows) => (this.pixels, this.labels, this.rows) = (pixels, labels, rows);

    public long Count => rows.shape[0];

    /// <summary>All rows of a part.</summary>
    public static RowSet All(ImagePart part, Device device)
    {
        var count = part.Labels.Length;
        using var scope = NewDisposeScope();
        return new RowSet(
            as_tensor(part.Pixels, device: device).view(count, -1).MoveToOuterDisposeScope(), // on the CPU the array itself, not a copy
            as_tensor(part.Labels, device: device).to(int64).MoveToOuterDisposeScope(),
            arange(count, device: device).MoveToOuterDisposeScope());
    }

    /// <summary>Two sets drawn at random: <paramref name="count"/> of these rows, and the others.</summary>
    public (RowSet Drawn, RowSet Others) Draw(long count, Generator generator)
    {
        var order = Shuffle(generator);
        return (Only(order.narrow(0, 0, count)), Only(order.narrow(0, count, Count - count)));
    }

    /// <summary>These rows in their own order: indices [count].</summary>
    public Tensor InOrder() => rows.alias();

    /// <summary>These rows in a random order: indices [count].</summary>
    public Tensor Shuffle(Generator generator)
    {
        using var order = randperm(Count, generator: generator);
        using var onDevice = order.to(rows.device);
        return rows.index_select(0, onDevice);
    }

    /// <summary>
    /// The inputs [rows, width], float32, and the class indices [rows], int64, of the rows with these indices. The inputs
    /// are good until the next batch, whose inputs take their place: allocated anew for each batch they cost time, and
    /// hundreds of megabytes where the C library (glibc before 2.38) hardly uses freed aligned blocks again.
    /// </summary>
    public (Tensor Inputs, Tensor Targets) Batch(Tensor indices)
    {
        var selected = pixels.index_select(0, indices);
        return (Buffer(indices.numel()).copy_(selected).div_(Maximum), labels.index_select(0, indices));
    }

    public void Dispose()
    {
        pixels.Dispose();
        labels.Dispose();
        rows.Dispose();
        buffer?.Dispose();
    }

    private Tensor Buffer(long count)
    {
        if (buffer is null || bufferRows < count)
        {
            buffer?.Dispose();
            buffer = empty(count, pixels.size(1), float32, pixels.device).DetachFromDisposeScope();
            bufferRows = count;
        }

        return buffer.narrow(0, 0, count);
    }

    private RowSet Only(Tensor indices) => new(pixels.alias(), labels.alias(), indices);
}
