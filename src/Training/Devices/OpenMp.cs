using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LearnML.Training.Devices;

/// <summary>
/// How libtorch's threads on Linux wait for each other, by GNU's OpenMP library
/// (https://gcc.gnu.org/onlinedocs/libgomp/GOMP_005fSPINCOUNT.html).
/// </summary>
internal static partial class OpenMp
{
    /// <summary>
    /// Turns of a loop before a waiting thread sleeps: some tenths of a millisecond. The library's own 300,000 keep a processor busy for
    /// several milliseconds, in which the thread that is waited for cannot run where other processes want processors too.
    /// </summary>
    private const string Turns = "20000";

    /// <summary>
    /// The library reads its settings when libtorch is loaded, so this comes first; what the user has set stays.
    /// .NET's own variables are a copy that native code does not see.
    /// </summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "It must come before any use of libtorch, wherever that begins.")]
    internal static void ShortenWaiting()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetVariable("GOMP_SPINCOUNT", Turns, overwrite: 0);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
