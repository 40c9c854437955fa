using System.Diagnostics;
using LearnML.Training.Devices;
using static TorchSharp.torch;

namespace LearnML.Benchmarks.Training;

/// <summary>The device of the training benchmarks: the first GPU, or the CPU without a GPU.</summary>
internal static class BenchmarkDevice
{
    public static Device Torch { get; } = TorchDevices.ToTorchDevice(TorchDevices.Default);

    /// <summary>Measures how long work takes until the device has finished it.</summary>
    public static double MeasureSeconds(Action work)
    {
        Wait();
        var clock = Stopwatch.StartNew();
        work();
        Wait();
        return clock.Elapsed.TotalSeconds;
    }

    private static void Wait()
    {
        if (Torch.type == TorchSharp.DeviceType.CUDA)
        {
            cuda.synchronize();
        }
    }
}
