using System.Globalization;

namespace LearnML.Training.Devices;

/// <summary>The memory of this machine, or of the container that the process runs in.</summary>
internal static class MachineMemory
{
    private const string MemoryFile = "/proc/meminfo";
    private const string AvailableName = "MemAvailable:";
    private const long BytesPerKilobyte = 1024;

    /// <summary>Returns how many bytes the process can still take, beside other processes and within the limit of its container.</summary>
    public static long GetFreeBytes() =>
        Math.Max(0, Math.Min(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - Environment.WorkingSet, ReadAvailableBytes()));

    private static long ReadAvailableBytes()
    {
        var line = File.Exists(MemoryFile)
            ? File.ReadLines(MemoryFile).FirstOrDefault(line => line.StartsWith(AvailableName, StringComparison.Ordinal)) : null;
        var kilobytes = line?[AvailableName.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries)[0];
        return long.TryParse(kilobytes, CultureInfo.InvariantCulture, out var number) ? number * BytesPerKilobyte : long.MaxValue;
    }
}
