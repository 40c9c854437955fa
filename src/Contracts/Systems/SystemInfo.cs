namespace LearnML.Contracts;

/// <summary>What this process runs on, and those beside it.</summary>
public sealed record SystemInfo
{
    /// <summary>LearnML's version.</summary>
    public required string Version { get; init; }

    /// <summary>What this process does: <c>all</c>, <c>api</c> or <c>worker</c>.</summary>
    public required string Role { get; init; }

    /// <summary>Where <c>auto</c> trains: <c>cpu</c>, or <c>cuda:0</c> and so on.</summary>
    public required string Device { get; init; }

    /// <summary>The natives this build carries: <c>cpu</c> or <c>cuda</c>.</summary>
    public required string TorchBackend { get; init; }

    /// <summary>Whether CUDA can be used.</summary>
    public required bool CudaAvailable { get; init; }

    /// <summary>Why CUDA cannot be used; null when it can.</summary>
    public string? CudaUnavailableReason { get; init; }

    /// <summary>The GPUs, by index.</summary>
    public required IReadOnlyList<GpuInfo> Gpus { get; init; }

    /// <summary>The version of libtorch.</summary>
    public required string LibtorchVersion { get; init; }

    /// <summary>The version of TorchSharp.</summary>
    public required string TorchSharpVersion { get; init; }

    /// <summary>Threads that one operation on the CPU may use.</summary>
    public required int Threads { get; init; }

    /// <summary>Memory that this process has in use, in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>Memory of the machine, in bytes; in a container with a limit, what .NET takes of that at most.</summary>
    public required long MachineMemoryBytes { get; init; }

    /// <summary>Seconds since this process started.</summary>
    public required double UptimeSeconds { get; init; }

    /// <summary>Where jobs, metrics and models are stored.</summary>
    public required string Storage { get; init; }

    /// <summary>What carries jobs to workers.</summary>
    public required string Queue { get; init; }

    /// <summary>What carries the hub's messages between processes.</summary>
    public required string Backplane { get; init; }

    /// <summary>The processes that are alive, the longest running first.</summary>
    public required IReadOnlyList<ServiceProcess> Processes { get; init; }

    /// <summary>The queues that these processes train from, and any other in which there are jobs, by name.</summary>
    public required IReadOnlyList<QueueStatus> Queues { get; init; }
}
