using LearnML.Training.Datasets;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Fitting;

/// <summary>
/// Rows on the device: inputs and what they should give. Pixels stay bytes and become floats in [0, 1] by the batch.
/// </summary>
internal sealed class Samples : IDisposable
{
    // Made once: a scalar made by each call waits for the garbage collector, and thousands of such crumbs between the
    // blocks of tensors keep the C library from using those again.
    private static readonly Scalar Maximum = ImageScale.Maximum;

    private readonly Tensor inputs;
    private readonly Tensor targets;
    private Tensor? buffer;

    /// <param name="inputs">[rows, width], bytes of pixels or float32.</param>
    /// <param name="targets">[rows], class indices (int64) or numbers (float32).</param>
    public Samples(Tensor inputs, Tensor targets) =>
        (this.inputs, this.targets) = (inputs.DetachFromDisposeScope(), targets.DetachFromDisposeScope());

    public int Width => (int)inputs.size(1);

    public long Rows => inputs.size(0);

    public Device Device => inputs.device;

    /// <summary>The rows of several, one after another; narrower ones are padded with zeros.</summary>
    public static Samples Join(IReadOnlyList<Samples> parts)
    {
        using var scope = NewDisposeScope();
        var width = parts.Max(part => part.Width);
        return new Samples(
            cat([.. parts.Select(part => nn.functional.pad(part.inputs, [0, width - part.Width]))]),
            cat([.. parts.Select(part => part.targets)]));
    }

    /// <summary>
    /// The inputs [rows, width], float32, and the targets [rows] of the rows with these indices. The inputs are good until
    /// the next batch, whose inputs take their place: allocated anew for each batch they cost time, and hundreds of
    /// megabytes where the C library (glibc before 2.38) hardly uses freed aligned blocks again.
    /// </summary>
    public (Tensor Inputs, Tensor Targets) Batch(Tensor indices)
    {
        var selected = inputs.index_select(0, indices);
        var floats = selected.dtype == ScalarType.Byte ? Buffer(indices.numel()).copy_(selected).div_(Maximum) : selected;
        return (floats, targets.index_select(0, indices));
    }

    public void Dispose()
    {
        inputs.Dispose();
        targets.Dispose();
        buffer?.Dispose();
    }

    private Tensor Buffer(long count)
    {
        if (buffer is null || buffer.size(0) < count)
        {
            buffer?.Dispose();
            buffer = empty(count, inputs.size(1), float32, inputs.device).DetachFromDisposeScope();
        }

        return buffer.narrow(0, 0, count);
    }
}
