using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Networks;

/// <summary>A run's own randomness: everything random in it is drawn from here, and only by it.</summary>
internal sealed class RunRandom(long seed) : IDisposable
{
    private static readonly Lock GpuGenerators = new();

    private readonly ulong gpuSeed = new SplitMix64(unchecked((ulong)seed)).Next();
    private long drawnOnGpu;

    /// <summary>For initial weights and the order of rows, so that every device sees the same.</summary>
    public Generator OnCpu { get; } = new(unchecked((ulong)seed));

    /// <summary>Where <see cref="OnCpu"/> is in its sequence.</summary>
    public byte[] State
    {
        get => Read(OnCpu);
        set => Write(OnCpu, value);
    }

    /// <summary>Sets each number of a tensor to 1 with a probability, and to 0 else, where it lies.</summary>
    public void Bernoulli(Tensor tensor, double probability)
    {
        if (tensor.device_type == DeviceType.CPU)
        {
            tensor.bernoulli_(probability, OnCpu);
            return;
        }

        // A member that has no rows left draws nothing, as on the CPU.
        if (tensor.numel() == 0)
        {
            return;
        }

        // TorchSharp makes generators of the CPU only, and a GPU's is all the process's: each draw begins it anew, which takes no wait for the GPU.
        lock (GpuGenerators)
        {
            cuda.manual_seed_all(unchecked((long)new SplitMix64(gpuSeed + (ulong)drawnOnGpu++).Next()));
            tensor.bernoulli_(probability);
        }
    }

    /// <summary>Carries where the run is in its sequences.</summary>
    /// <param name="state">The state.</param>
    /// <param name="name">Its name there.</param>
    public void Carry(TrainingState state, string name)
    {
        Write(OnCpu, state.Numbers($"{name}.cpu", Read(OnCpu)));
        drawnOnGpu = state.Value($"{name}.drawnOnGpu", drawnOnGpu);
    }

    public void Dispose() => OnCpu.Dispose();

    private static byte[] Read(Generator generator)
    {
        using var state = generator.get_state();
        return state.data<byte>().ToArray();
    }

    private static void Write(Generator generator, byte[] bytes)
    {
        using var state = tensor(bytes);
        generator.set_state(state);
    }
}
