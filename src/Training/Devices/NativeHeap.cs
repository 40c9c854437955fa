using System.Runtime.InteropServices;

namespace LearnML.Training.Devices;

/// <summary>Memory of tensors that are no longer used.</summary>
public static partial class NativeHeap
{
    /// <summary>
    /// Returns it to the operating system. Without this call it may stay with the process for a long time: the garbage collector does not see
    /// how large a tensor is, and the GNU C library keeps freed memory in a separate heap for each of many threads
    /// (https://man7.org/linux/man-pages/man3/malloc_trim.3.html). Takes tens of milliseconds, during which other threads wait.
    /// </summary>
    public static void ReleaseUnused()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        if (OperatingSystem.IsLinux())
        {
            _ = MallocTrim(0);
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int MallocTrim(nuint kept);
}
