using LearnML.Contracts;

namespace LearnML.Api.Storage;

/// <summary>A stored process.</summary>
public sealed class ProcessRow
{
    /// <summary>The unique name of the process.</summary>
    public required string Name { get; init; }

    /// <summary>The time of the last heartbeat.</summary>
    public DateTimeOffset LastSeen { get; set; }

    /// <summary>The public description of the process.</summary>
    public required ServiceProcess Details { get; init; }
}
