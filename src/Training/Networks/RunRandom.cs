using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Networks;

/// <summary>
/// The random numbers of one member of a run. They depend only on the seed and on the draws before, so a run can be repeated and resumed.
/// On the CPU the member has its own generator. On a GPU it has none, because TorchSharp can create generators only for the CPU: each draw
/// reseeds the default generators of all GPUs, which the whole process shares. So all random numbers on a GPU must be drawn here. Other code
/// that draws from a default GPU generator would draw reseeded numbers, and could disturb the draws of a run.
/// </summary>
internal sealed class RunRandom(long seed) : IDisposable
{
    private static readonly Lock GpuGenerators = new();

    private readonly ulong gpuSeed = new SplitMix64(unchecked((ulong)seed)).Next();
    private long drawnOnGpu;

    /// <summary>
    /// The member's generator on the CPU. Initial weights and the order of the rows always come from it, so that they are equal on every device.
    /// </summary>
    public Generator OnCpu { get; } = new(unchecked((ulong)seed));

    /// <summary>The state of <see cref="OnCpu"/>.</summary>
    public byte[] State
    {
        get => Read(OnCpu);
        set => Write(OnCpu, value);
    }

    /// <summary>Sets each value of a tensor in place: to 1 with the given probability, otherwise to 0.</summary>
    public void Bernoulli(Tensor tensor, double probability)
    {
        if (tensor.device_type == DeviceType.CPU)
        {
            tensor.bernoulli_(probability, OnCpu);
            return;
        }

        // An empty tensor must not count as a draw. A member without rows in a batch then continues as if it were trained alone.
        if (tensor.numel() == 0)
        {
            return;
        }

        // Each draw has its own seed, computed from the member's seed and the number of its draws so far. The lock keeps the reseeding and
        // the draw together, because other runs use the same generators. Reseeding does not wait for the GPU.
        lock (GpuGenerators)
        {
            cuda.manual_seed_all(unchecked((long)new SplitMix64(gpuSeed + (ulong)drawnOnGpu++).Next()));
            tensor.bernoulli_(probability);
        }
    }

    /// <summary>Saves the state of the generator and the number of draws on a GPU to the training state, or restores them from it.</summary>
    /// <param name="state">The training state.</param>
    /// <param name="name">The prefix of the names in the training state.</param>
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
