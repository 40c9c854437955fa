using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LearnML.Api.Tests.Hosting;

/// <summary>What holds for all services within this process, as for those in <see cref="ServiceProcess"/>.</summary>
internal static partial class HostEnvironment
{
    /// <summary>
    /// Without a network beyond this machine; and on one thread each, for they train side by side, and threads that wait for each other would fight
    /// for the cores. This comes before libtorch is loaded, which reads it then; .NET's own variables are a copy that native code does not see.
    /// </summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "It must come before any use of libtorch, wherever that begins.")]
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
