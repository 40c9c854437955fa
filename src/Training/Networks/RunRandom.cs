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

    public void Dispose()
    {
        OnDevice.Dispose();
        OnCpu.Dispose();
    }
}
