using TorchSharp;

namespace LearnML.Training.Devices;

/// <summary>
/// Sets the number of threads that libtorch uses for an operation. A call changes the setting of the calling thread, and the initial setting
/// of threads that have not used libtorch yet. So code that needs a certain number sets it before it computes.
/// </summary>
internal static class LibtorchThreads
{
    // This must be read before the setting is changed.
    private static readonly int DefaultCount = torch.get_num_threads();

    /// <summary>Whether the process started with several threads.</summary>
    public static bool HasSeveral => DefaultCount > 1;

    /// <summary>Uses the number of threads that the process started with.</summary>
    public static void UseDefault() => torch.set_num_threads(DefaultCount);

    /// <summary>Uses only the calling thread: faster for small operations, where waiting for other threads takes longer than the work.</summary>
    public static void UseOne() => torch.set_num_threads(Math.Min(DefaultCount, 1));
}
