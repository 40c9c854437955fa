using TorchSharp;

namespace LearnML.Training.Devices;

/// <summary>
/// How many threads libtorch computes on. The setting is the calling thread's, and what a thread begins with that has never
/// computed: so whoever cares sets it before it computes.
/// </summary>
internal static class LibtorchThreads
{
    // Read before any setting is changed.
    private static readonly int All = torch.get_num_threads();

    /// <summary>As many as the process began with.</summary>
    public static void UseAll() => torch.set_num_threads(All);

    /// <summary>The calling thread alone: for operations so small that waiting for other threads takes longer than the work.</summary>
    public static void UseOne() => torch.set_num_threads(Math.Min(All, 1));
}
