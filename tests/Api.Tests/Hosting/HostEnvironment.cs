using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LearnML.Api.Tests.Hosting;

/// <summary>The environment of all services in this process. <see cref="ServiceProcess"/> has the same.</summary>
internal static partial class HostEnvironment
{
    /// <summary>
    /// Blocks the network beyond this machine and limits libtorch to one thread, because several services train at once. libtorch reads the variable
    /// when it is loaded. It must be set in the process itself, because .NET keeps a copy of the variables that native code does not see.
    /// </summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "It must run before any use of libtorch.")]
    internal static void Initialize()
    {
        HttpClient.DefaultProxy = new WebProxy(ServiceProcess.ClosedPortAddress, BypassOnLocal: true);
        if (OperatingSystem.IsLinux())
        {
            _ = SetVariable("OMP_NUM_THREADS", "1", overwrite: 1);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
