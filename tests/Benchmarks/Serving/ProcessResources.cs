using System.Diagnostics;

namespace LearnML.Benchmarks.Serving;

/// <summary>The resources of a process.</summary>
/// <param name="Megabytes">The resident memory.</param>
/// <param name="Threads">The number of threads.</param>
/// <param name="Handles">The number of open files and sockets; 0 if unknown.</param>
internal sealed record ProcessResources(double Megabytes, int Threads, int Handles)
{
    public static ProcessResources Read(int id)
    {
        using var process = Process.GetProcessById(id);
        var open = $"/proc/{id}/fd";
        return new ProcessResources(process.WorkingSet64 / 1e6,
            process.Threads.Count, Directory.Exists(open) ? Directory.GetFileSystemEntries(open).Length : 0);
    }

    public override string ToString() => FormattableString.Invariant($"{Megabytes:f0} MB, {Threads} threads, {Handles} handles");
}
