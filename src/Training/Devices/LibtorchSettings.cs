using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LearnML.Training.Devices;

/// <summary>Configures the libraries that libtorch computes with on the processor of a Linux machine. A setting of the user wins.</summary>
internal static partial class LibtorchSettings
{
    /// <summary>
    /// How often a waiting thread of GNU OpenMP checks in a loop before it sleeps: a few tenths of a millisecond. The library's default of 300,000
    /// keeps a processor busy for several milliseconds. If other processes need the processors too, the awaited thread cannot run during that time.
    /// (https://gcc.gnu.org/onlinedocs/libgomp/GOMP_005fSPINCOUNT.html)
    /// </summary>
    private const string SpinCount = "20000";

    /// <summary>
    /// Makes the matrix products of Intel MKL the same for every number of threads, so that a training may change the number at any step.
    /// (https://www.intel.com/content/www/us/en/docs/onemkl/developer-guide-linux/2025-0/reproducibility-conditions.html)
    /// </summary>
    private const string Reproducibility = "AUTO,STRICT";

    /// <summary>
    /// Sets what the user has not set. The libraries read their settings when they are loaded, so this must run before. It calls setenv, because
    /// native code does not see the variables that .NET sets.
    /// </summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "It must run before libtorch is loaded, and any class can be the first to load it.")]
    internal static void Apply()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetVariable("GOMP_SPINCOUNT", SpinCount, overwrite: 0);
            _ = SetVariable("MKL_CBWR", Reproducibility, overwrite: 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
