using LearnML.Contracts;

namespace LearnML.Api.Storage;

/// <summary>A process as stored.</summary>
public sealed class ProcessRow
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>When it last said that it is alive.</summary>
    public DateTimeOffset LastSeen { get; set; }

    /// <summary>What is told of it.</summary>
    public required ServiceProcess Details { get; init; }
}
