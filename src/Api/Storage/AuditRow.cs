using LearnML.Contracts;

namespace LearnML.Api.Storage;

/// <summary>A line of the audit log as stored.</summary>
public sealed class AuditRow
{
    /// <summary>Rises from line to line.</summary>
    public long Sequence { get; init; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>Who.</summary>
    public required string Caller { get; init; }

    /// <summary>Where from.</summary>
    public string? Address { get; init; }

    /// <summary>The request's method.</summary>
    public required string Method { get; init; }

    /// <summary>The request's path.</summary>
    public required string Path { get; init; }

    /// <summary>The answer's status.</summary>
    public int Status { get; init; }

    /// <summary>The path of what was made.</summary>
    public string? Made { get; init; }

    internal AuditEntry ToEntry() => new(Sequence, At, Caller, Address, Method, Path, Status, Made);
}
