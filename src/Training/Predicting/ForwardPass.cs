using System.Runtime.InteropServices;
using LearnML.Training.Checkpoints;
using LearnML.Training.Devices;
using LearnML.Training.Networks;
using static TorchSharp.torch;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace LearnML.Training.Predicting;

/// <summary>Computes the outputs of rows, batch by batch. Several threads can use it at the same time.</summary>
/// <param name="description">The description of the checkpoint.</param>
/// <param name="network">The networks of the checkpoint, in evaluation mode.</param>
/// <param name="device">The device of the networks.</param>
internal sealed class ForwardPass(CheckpointDescription description, BatchedNetwork network, Device device)
{
    // One thread computes fewer rows than this before a second thread would have started.
    private const int SingleThreadRowLimit = 64;

    // Checked before a copy, because even a copy that does nothing is a call into libtorch, which takes as long as a hundred multiplications.
    private readonly bool isOnCpu = device.type == TorchSharp.DeviceType.CPU;

    /// <summary>Computes [rows, outputs] from [rows, inputs]. With an ensemble, the result is the mean of the outputs of all networks.</summary>
    /// <exception cref="OutOfDeviceMemoryException">The device does not have enough memory.</exception>
    public void Run(ReadOnlySpan<float> inputs, Span<float> outputs, CancellationToken cancellationToken)
    {
        if (inputs.Length < SingleThreadRowLimit * description.Inputs)
        {
            LibtorchThreads.UseOne();
        }
        else
        {
            LibtorchThreads.UseDefault();
        }

        using var inference = inference_mode();
        try
        {
            while (inputs.Length > 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var count = Math.Min(inputs.Length / description.Inputs, network.InferenceBatchSize);
                RunBatch(count, inputs[..(count * description.Inputs)], outputs[..(count * description.Outputs)]);
                inputs = inputs[(count * description.Inputs)..];
                outputs = outputs[(count * description.Outputs)..];
            }
        }
        catch (Exception exception) when (OutOfDeviceMemoryException.IsOutOfMemory(exception))
        {
            throw OutOfDeviceMemoryException.ForPrediction(exception);
        }
    }

    private void RunBatch(int count, ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        using var scope = NewDisposeScope();
        var batch = empty(count, description.Inputs);
        CopyInputs(inputs, MemoryMarshal.Cast<byte, float>(batch.bytes));
        var computed = Compute(isOnCpu ? batch : batch.to(device));
        MemoryMarshal.Cast<byte, float>((isOnCpu ? computed : computed.cpu()).bytes).CopyTo(outputs);
    }

    private void CopyInputs(ReadOnlySpan<float> inputs, Span<float> batch)
    {
        if (description.Image is { } image)
        {
            TensorPrimitives.Divide(inputs, image.Maximum, batch);
        }
        else
        {
            inputs.CopyTo(batch);
        }
    }

    private Tensor Compute(Tensor inputs)
    {
        if (network.MemberCount == 1)
        {
            return Average(network.Forward(inputs));
        }

        return Average(network.Forward(inputs.expand(network.MemberCount, -1, -1))).mean([0]);
    }

    /// <summary>Returns the mean probabilities or numbers of the copies of each row.</summary>
    private Tensor Average(Tensor outputs) => CopyAverage.OfValues(description.Target is null ? outputs.softmax(-1) : outputs, network.Copies);
}
