using LearnML.Training.Checkpoints;
using static TorchSharp.torch;

namespace LearnML.Training.Networks;

/// <summary>A run's own randomness: everything random in it is drawn from here, and only by it.</summary>
internal sealed class RunRandom : IDisposable
{
    public RunRandom(long seed, Device device)
    {
        OnCpu = new Generator(unchecked((ulong)seed));
        OnDevice = device.type == TorchSharp.DeviceType.CPU ? OnCpu : new Generator(unchecked((ulong)seed), device);
    }

    /// <summary>For initial weights and the order of rows, so that every device sees the same.</summary>
    public Generator OnCpu { get; }

    /// <summary>For what is drawn where the batch lies: dropped units.</summary>
    public Generator OnDevice { get; }

    /// <summary>Where <see cref="OnCpu"/> is in its sequence.</summary>
    public byte[] State
    {
        get => Read(OnCpu);
        set => Write(OnCpu, value);
    }

    /// <summary>Carries where the generators are in their sequences.</summary>
    /// <param name="state">The state.</param>
    /// <param name="name">Its name there.</param>
    public void Carry(TrainingState state, string name)
    {
        Write(OnCpu, state.Numbers($"{name}.cpu", Read(OnCpu)));

        // One that goes on from the CPU has none yet: its device begins by the seed.
        if (OnDevice != OnCpu && state.MayHave($"{name}.device"))
        {
            Write(OnDevice, state.Numbers($"{name}.device", Read(OnDevice)));
        }
    }

    public void Dispose()
    {
        OnDevice.Dispose();
        OnCpu.Dispose();
    }

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
