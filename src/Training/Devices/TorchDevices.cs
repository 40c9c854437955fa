using System.Globalization;
using System.Reflection;
using LearnML.Contracts;
using TorchSharp;

namespace LearnML.Training.Devices;

/// <summary>The devices of this machine that can train networks.</summary>
public static class TorchDevices
{
    /// <summary>The libtorch that this build includes: <c>cpu</c> or <c>cuda</c>.</summary>
    public static string Backend { get; } = ReadMetadata("TorchBackend");

    /// <summary>The version of TorchSharp.</summary>
    public static string TorchSharpVersion { get; } = ReadMetadata("TorchSharpVersion");

    /// <summary>The version of libtorch.</summary>
    public static string LibtorchVersion => torch.__version__;

    /// <summary>The number of threads that one operation on the CPU can use, read from the calling thread's setting.</summary>
    public static int ThreadCount => torch.get_num_threads();

    /// <summary>The GPUs that can be used, ordered by index; empty if there are none.</summary>
    public static IReadOnlyList<GpuInfo> Gpus { get; } =
        Backend == "cuda" && torch.cuda.is_available() ? CudaDriver.GetGpus(torch.cuda.device_count()) : [];

    /// <summary>Why CUDA cannot be used, as a sentence; null if it can be used.</summary>
    public static string? CudaUnavailableReason { get; } = (Backend, Gpus.Count) switch
    {
        (_, > 0) => null,
        ("cpu", _) => "This build includes libtorch for the CPU only. To use an NVIDIA GPU, build with -p:TorchBackend=cuda.",
        _ => "libtorch does not find a GPU. " + CudaDriver.DescribeStatus(),
    };

    /// <summary>The device that <c>auto</c> selects: the first GPU, or the CPU if there is none.</summary>
    public static string Default { get; } = Gpus.Count > 0 ? "cuda:0" : "cpu";

    /// <summary>The names of all devices: <c>cuda:0</c> and so on, then <c>cpu</c>.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Gpus.Select(gpu => gpu.Device), "cpu"];

    /// <summary>Returns the device of <see cref="All"/> that a name selects; null if there is no such device.</summary>
    /// <param name="name"><c>auto</c>, <c>cpu</c>, <c>cuda</c> (the first GPU), or the name of a GPU such as <c>cuda:1</c>.</param>
    public static string? Resolve(string name) => name switch
    {
        "auto" => Default,
        "cuda" => Resolve("cuda:0"),
        _ => All.Contains(name) ? name : null,
    };

    /// <summary>Returns the memory of a device in bytes: the memory of a GPU, or the memory that this process may use on the CPU.</summary>
    public static long GetMemoryBytes(string device) =>
        Gpus.FirstOrDefault(gpu => gpu.Device == device)?.MemoryBytes ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>
    /// Returns the used memory of a device in bytes. For a GPU it is the memory of all processes, or null if this process has not used the GPU
    /// yet. For the CPU it is the working set of this process.
    /// </summary>
    public static long? GetUsedBytes(string device) =>
        device == "cpu" ? Environment.WorkingSet : CudaDriver.GetUsedBytes(ToTorchDevice(device).index);

    /// <summary>Tests whether a device computes correctly. If the device has failed permanently, the call throws or does not return.</summary>
    public static bool CanCompute(string device)
    {
        using var scope = torch.NewDisposeScope();
        var one = torch.ones(1, device: ToTorchDevice(device));
        return one.add(one).item<float>() == 2;
    }

    internal static torch.Device ToTorchDevice(string device) => device == "cpu"
        ? torch.CPU
        : new torch.Device(DeviceType.CUDA, int.Parse(device.AsSpan("cuda:".Length), CultureInfo.InvariantCulture));

    private static string ReadMetadata(string key) => typeof(TorchDevices).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
