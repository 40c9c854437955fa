using System.Runtime.InteropServices;

namespace LearnML.Training.Devices;

/// <summary>Memory of tensors that nobody uses any more.</summary>
public static partial class FreedMemory
{
    /// <summary>
    /// Gives it back to the system. The garbage collector sees little of a tensor and takes its time, and of what it has freed GNU's C library
    /// keeps much, in a heap of its own for each of many threads (https://man7.org/linux/man-pages/man3/malloc_trim.3.html).
    /// Takes some hundredths of a second, in which other threads wait.
    /// </summary>
    public static void GiveBack()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        if (OperatingSystem.IsLinux())
        {
            _ = Trim(0);
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint kept);
}
