using LearnML.Training.State;
using TorchSharp;
using static TorchSharp.torch;

namespace LearnML.Training.Randomness;

/// <summary>
/// The random numbers of one member of a run. They depend only on the seed and on the draws before, so a run can be repeated and resumed.
/// On the CPU the member has its own generator. On a GPU it has none, because TorchSharp can create generators only for the CPU: each draw
/// reseeds the default generators of all GPUs, which the whole process shares. So all random numbers on a GPU must be drawn here. Other code
/// that draws from a default GPU generator would draw reseeded numbers, and could disturb the draws of a run.
/// </summary>
internal sealed class MemberRandom(long seed) : IDisposable
{
    private static readonly Lock GpuLock = new();

    private readonly ulong gpuSeed = new SplitMix64(unchecked((ulong)seed)).NextUInt64();
    private long gpuDrawCount;

    /// <summary>
    /// The member's generator on the CPU. Initial weights and the order of the rows always come from it, so that they are equal on every device.
    /// </summary>
    public Generator CpuGenerator { get; } = new(unchecked((ulong)seed));

    /// <summary>The state of <see cref="CpuGenerator"/>.</summary>
    public byte[] GeneratorState
    {
        get => ReadState(CpuGenerator);
        set => WriteState(CpuGenerator, value);
    }

#pragma warning disable RS0030 // This is the one place that may draw on a GPU: BannedSymbols.Randomness.txt bans it elsewhere.
    /// <summary>Sets each value of a tensor in place: to 1 with the given probability, otherwise to 0.</summary>
    public void FillBernoulli(Tensor tensor, double probability)
    {
        if (tensor.device_type == DeviceType.CPU)
        {
            tensor.bernoulli_(probability, CpuGenerator);
            return;
        }

        // An empty tensor must not count as a draw. A member without rows in a batch then continues as if it were trained alone.
        if (tensor.numel() == 0)
        {
            return;
        }

        // Each draw has its own seed, computed from the member's seed and the number of its draws so far. The lock keeps the reseeding and
        // the draw together, because other runs use the same generators. Reseeding does not wait for the GPU.
        lock (GpuLock)
        {
            cuda.manual_seed_all(unchecked((long)new SplitMix64(gpuSeed + (ulong)gpuDrawCount++).NextUInt64()));
            tensor.bernoulli_(probability);
        }
    }
#pragma warning restore RS0030

    /// <summary>Saves the state of the generator and the number of draws on a GPU to the training state, or restores them from it.</summary>
    /// <param name="state">The training state.</param>
    /// <param name="prefix">The prefix of the names in the training state.</param>
    public void SaveOrRestore(TrainingState state, string prefix)
    {
        WriteState(CpuGenerator, state.SaveOrRestoreArray($"{prefix}.cpu", ReadState(CpuGenerator)));
        gpuDrawCount = state.SaveOrRestoreValue($"{prefix}.drawnOnGpu", gpuDrawCount);
    }

    public void Dispose() => CpuGenerator.Dispose();

    private static byte[] ReadState(Generator generator)
    {
        using var state = generator.get_state();
        return state.data<byte>().ToArray();
    }

    private static void WriteState(Generator generator, byte[] bytes)
    {
        using var state = tensor(bytes);
        generator.set_state(state);
    }
}
