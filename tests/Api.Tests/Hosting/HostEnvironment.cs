using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LearnML.Api.Tests.Hosting;

/// <summary>What a service within this process finds in its environment, as those in processes of their own do.</summary>
internal static partial class HostEnvironment
{
    private const string ClosedPort = "http://127.0.0.1:1";

    /// <summary>Without a network beyond this machine; and on one thread, for services train side by side, and threads that wait for each other would fight for the cores.</summary>
    public static IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>
    {
        ["OMP_NUM_THREADS"] = "1",
        ["http_proxy"] = ClosedPort,
        ["https_proxy"] = ClosedPort,
        ["no_proxy"] = "localhost,127.0.0.1",
    };

    /// <summary>Before libtorch is loaded, which reads it then, and not from .NET's own copy.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "It must come before any use of libtorch, wherever that begins.")]
    internal static void Set()
    {
        foreach (var (name, value) in Variables)
        {
            Environment.SetEnvironmentVariable(name, value);
            if (OperatingSystem.IsLinux())
            {
                _ = SetVariable(name, value, overwrite: 1);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetVariable(string name, string value, int overwrite);
}
