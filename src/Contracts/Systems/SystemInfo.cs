namespace LearnML.Contracts;

/// <summary>The environment of this process, and the other processes of the service.</summary>
public sealed record SystemInfo
{
    /// <summary>LearnML's version.</summary>
    public required string Version { get; init; }

    /// <summary>The role of this process: <c>all</c>, <c>api</c> or <c>worker</c>.</summary>
    public required string Role { get; init; }

    /// <summary>The device that <c>auto</c> means: <c>cpu</c>, <c>cuda:0</c> and so on.</summary>
    public required string Device { get; init; }

    /// <summary>The libtorch build of this service: <c>cpu</c> or <c>cuda</c>.</summary>
    public required string TorchBackend { get; init; }

    /// <summary>Whether CUDA can be used.</summary>
    public required bool CudaAvailable { get; init; }

    /// <summary>Why CUDA cannot be used; null if it can.</summary>
    public string? CudaUnavailableReason { get; init; }

    /// <summary>The GPUs, by index.</summary>
    public required IReadOnlyList<GpuInfo> Gpus { get; init; }

    /// <summary>The version of libtorch.</summary>
    public required string LibtorchVersion { get; init; }

    /// <summary>The version of TorchSharp.</summary>
    public required string TorchSharpVersion { get; init; }

    /// <summary>The number of threads that one CPU operation can use.</summary>
    public required int Threads { get; init; }

    /// <summary>The memory that this process uses, in bytes.</summary>
    public required long MemoryBytes { get; init; }

    /// <summary>The memory of the machine, in bytes. In a container with a memory limit: the part of it that .NET uses at most.</summary>
    public required long MachineMemoryBytes { get; init; }

    /// <summary>The number of seconds since this process started.</summary>
    public required double UptimeSeconds { get; init; }

    /// <summary>The storage of jobs, metrics and models: <c>sqlite</c> or <c>postgres</c>.</summary>
    public required string Storage { get; init; }

    /// <summary>The storage of the job queue: <c>memory</c> or <c>postgres</c>.</summary>
    public required string Queue { get; init; }

    /// <summary>The transport of hub messages between processes: <c>none</c> or <c>redis</c>.</summary>
    public required string Backplane { get; init; }

    /// <summary>The live processes of the service, oldest first.</summary>
    public required IReadOnlyList<ServiceProcess> Processes { get; init; }

    /// <summary>The queues of these processes, and other queues with jobs, sorted by name.</summary>
    public required IReadOnlyList<QueueStatus> Queues { get; init; }
}
