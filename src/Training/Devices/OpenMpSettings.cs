using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LearnML.Training.Devices;

/// <summary>
/// Configures how libtorch's threads wait for each other on Linux, where libtorch uses the GNU OpenMP library
/// (https://gcc.gnu.org/onlinedocs/libgomp/GOMP_005fSPINCOUNT.html).
/// </summary>
internal static partial class OpenMpSettings
{
    /// <summary>
    /// How often a waiting thread checks in a loop before it sleeps: a few tenths of a millisecond. The library's default of 300,000 keeps a
    /// processor busy for several milliseconds. If other processes need the processors too, the awaited thread cannot run during that time.
    /// </summary>
    private const string SpinCount = "20000";

    /// <summary>
    /// Sets the limit, unless the user has set GOMP_SPINCOUNT. The library reads its settings when libtorch is loaded, so this must run before.
    /// It calls setenv, because native code does not see the variables that .NET sets.
    /// </summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "It must run before libtorch is loaded, and any class can be the first to load it.")]
    internal static void LimitSpinning()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetVariable("GOMP_SPINCOUNT", SpinCount, overwrite: 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
