using System.Globalization;
using System.Reflection;
using LearnML.Contracts;
using TorchSharp;

namespace LearnML.Training.Devices;

/// <summary>The devices that networks can be trained on here.</summary>
public static class TorchDevices
{
    /// <summary>The natives this build carries: <c>cpu</c> or <c>cuda</c>.</summary>
    public static string Backend { get; } = Metadata("TorchBackend");

    /// <summary>The version of TorchSharp.</summary>
    public static string TorchSharpVersion { get; } = Metadata("TorchSharpVersion");

    /// <summary>The version of libtorch.</summary>
    public static string LibtorchVersion => torch.__version__;

    /// <summary>Threads that one operation on the CPU may use.</summary>
    public static int Threads => torch.get_num_threads();

    /// <summary>The GPUs that can be used, by index; empty where there is none.</summary>
    public static IReadOnlyList<GpuInfo> Gpus { get; } =
        Backend == "cuda" && torch.cuda.is_available() ? CudaDriver.Gpus(torch.cuda.device_count()) : [];

    /// <summary>Why CUDA cannot be used; null when it can.</summary>
    public static string? CudaUnavailableReason { get; } = (Backend, Gpus.Count) switch
    {
        (_, > 0) => null,
        ("cpu", _) => "This build carries libtorch for CPU. On a machine with an NVIDIA GPU build with -p:TorchBackend=cuda.",
        _ => "libtorch finds no GPU. " + CudaDriver.Status(),
    };

    /// <summary>What <c>auto</c> means here: the first GPU, or the CPU.</summary>
    public static string Default { get; } = Gpus.Count > 0 ? "cuda:0" : "cpu";

    /// <summary>The devices that jobs can name here: <c>cpu</c>, and <c>cuda:0</c> and so on.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Gpus.Select(gpu => gpu.Device), "cpu"];

    /// <summary>
    /// The one of <see cref="All"/> that <paramref name="name"/> (<c>auto</c>, <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>)
    /// means; null where there is no such device.
    /// </summary>
    public static string? Resolve(string name) => name switch
    {
        "auto" => Default,
        "cuda" => Resolve("cuda:0"),
        _ => All.Contains(name) ? name : null,
    };

    /// <summary>The bytes that a network on a device may use: the GPU's memory, or what this process may have.</summary>
    public static long MemoryBytes(string device) =>
        Gpus.FirstOrDefault(gpu => gpu.Device == device)?.MemoryBytes ?? GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;

    /// <summary>
    /// The bytes in use on a device: of a GPU by all processes, null while this one has not used it; of the CPU those that this process has in memory.
    /// </summary>
    public static long? UsedBytes(string device) => device == "cpu" ? Environment.WorkingSet : CudaDriver.UsedBytes(Torch(device).index);

    /// <summary>Whether a device computes; it throws, or never answers, where it has failed for good.</summary>
    public static bool Computes(string device)
    {
        using var scope = torch.NewDisposeScope();
        return torch.ones(1, device: Torch(device)).add(1).item<float>() == 2;
    }

    internal static torch.Device Torch(string device) => device == "cpu"
        ? torch.CPU
        : new torch.Device(DeviceType.CUDA, int.Parse(device.AsSpan("cuda:".Length), CultureInfo.InvariantCulture));

    private static string Metadata(string key) => typeof(TorchDevices).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
