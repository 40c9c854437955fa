using System.Diagnostics;
using LearnML.Training.Devices;
using static TorchSharp.torch;

namespace LearnML.Benchmarks.Training;

/// <summary>Where training is timed: on the first GPU, or the CPU where there is none.</summary>
internal static class BenchmarkDevice
{
    public static Device Torch { get; } = TorchDevices.ToTorchDevice(TorchDevices.Default);

    /// <summary>How long work takes until the device has done it.</summary>
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
