using System.Globalization;
using System.Runtime.InteropServices;
using LearnML.Contracts;

namespace LearnML.Training.Devices;

/// <summary>
/// Reads a GPU's name and memory from NVIDIA's driver, because TorchSharp does not provide them.
/// (https://docs.nvidia.com/cuda/cuda-driver-api/group__CUDA__DEVICE.html)
/// </summary>
internal static partial class CudaDriver
{
    private const string LibraryName = "libcuda.so.1";
    private const int MaximumNameLength = 256;

    /// <summary>Returns the name and the memory of the first <paramref name="count"/> GPUs.</summary>
    /// <exception cref="InvalidOperationException">The driver returned an error.</exception>
    public static List<GpuInfo> GetGpus(int count)
    {
        Check(Init(0));
        var gpus = new List<GpuInfo>(count);
        for (var index = 0; index < count; index++)
        {
            Check(DeviceGet(out var device, index));
            var name = new byte[MaximumNameLength];
            Check(DeviceGetName(name, name.Length, device));
            Check(DeviceTotalMemory(out var bytes, device));
            var text = System.Text.Encoding.UTF8.GetString(name.AsSpan(0, name.AsSpan().IndexOf((byte)0)));
            gpus.Add(new GpuInfo(string.Create(CultureInfo.InvariantCulture, $"cuda:{index}"), text, (long)bytes));
        }

        return gpus;
    }

    /// <summary>
    /// Returns the used memory of a GPU in bytes; null if this process has no CUDA context on it. A new context is not created for this,
    /// because it takes hundreds of megabytes.
    /// (https://docs.nvidia.com/cuda/cuda-driver-api/group__CUDA__PRIMARY__CTX.html)
    /// </summary>
    /// <exception cref="InvalidOperationException">The driver returned an error.</exception>
    public static long? GetUsedBytes(int index)
    {
        Check(DeviceGet(out var device, index));
        Check(PrimaryContextState(device, out _, out var isActive));
        if (isActive == 0)
        {
            return null;
        }

        Check(RetainPrimaryContext(out var context, device));
        try
        {
            Check(PushContext(context));
            var result = MemoryInfo(out var free, out var total);
            Check(PopContext(out _));
            Check(result);
            return (long)(total - free);
        }
        finally
        {
            Check(ReleasePrimaryContext(device));
        }
    }

    /// <summary>Returns a sentence about the driver that explains why no GPU can be used.</summary>
    public static string DescribeStatus()
    {
        try
        {
            var result = Init(0);
            return result == 0
                ? "NVIDIA's driver is installed, but its version may be too old for CUDA 12.8."
                : string.Create(CultureInfo.InvariantCulture, $"NVIDIA's driver returned error {result} from cuInit.");
        }
        catch (DllNotFoundException)
        {
            return $"NVIDIA's driver ({LibraryName}) is not installed.";
        }
    }

    private static void Check(int result)
    {
        if (result != 0)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"NVIDIA's driver returned error {result}."));
        }
    }

    [LibraryImport(LibraryName, EntryPoint = "cuInit")]
    private static partial int Init(uint flags);

    [LibraryImport(LibraryName, EntryPoint = "cuDeviceGet")]
    private static partial int DeviceGet(out int device, int ordinal);

    [LibraryImport(LibraryName, EntryPoint = "cuDeviceGetName")]
    private static partial int DeviceGetName([Out] byte[] name, int length, int device);

    [LibraryImport(LibraryName, EntryPoint = "cuDeviceTotalMem_v2")]
    private static partial int DeviceTotalMemory(out nuint bytes, int device);

    [LibraryImport(LibraryName, EntryPoint = "cuDevicePrimaryCtxGetState")]
    private static partial int PrimaryContextState(int device, out uint flags, out int isActive);

    [LibraryImport(LibraryName, EntryPoint = "cuDevicePrimaryCtxRetain")]
    private static partial int RetainPrimaryContext(out nint context, int device);

    [LibraryImport(LibraryName, EntryPoint = "cuDevicePrimaryCtxRelease_v2")]
    private static partial int ReleasePrimaryContext(int device);

    [LibraryImport(LibraryName, EntryPoint = "cuCtxPushCurrent_v2")]
    private static partial int PushContext(nint context);

    [LibraryImport(LibraryName, EntryPoint = "cuCtxPopCurrent_v2")]
    private static partial int PopContext(out nint context);

    [LibraryImport(LibraryName, EntryPoint = "cuMemGetInfo_v2")]
    private static partial int MemoryInfo(out nuint free, out nuint total);
}
