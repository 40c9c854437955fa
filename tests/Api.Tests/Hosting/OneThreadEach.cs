using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LearnML.Api.Tests.Hosting;

/// <summary>Services train side by side within this process: threads of libtorch that wait for each other would fight for the cores.</summary>
internal static partial class OneThreadEach
{
    /// <summary>Before libtorch is loaded, which reads it then; .NET's own variables are a copy that native code does not see.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "It must come before any use of libtorch, wherever that begins.")]
    internal static void Set()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SetVariable("OMP_NUM_THREADS", "1", overwrite: 1);
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
