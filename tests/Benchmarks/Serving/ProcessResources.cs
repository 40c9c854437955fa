using System.Diagnostics;

namespace LearnML.Benchmarks.Serving;

/// <summary>What a process holds.</summary>
/// <param name="Megabytes">Memory in the machine.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Handles">Files and sockets; 0 where that is not known.</param>
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
