using LearnML.Contracts;

namespace LearnML.Api.Storage;

/// <summary>A stored line of the audit log.</summary>
public sealed class AuditRow
{
    /// <summary>The sequence number, which rises from line to line.</summary>
    public long Sequence { get; init; }

    /// <summary>The time of the request.</summary>
    public DateTimeOffset At { get; init; }

    /// <summary>The name of the caller.</summary>
    public required string Caller { get; init; }

    /// <summary>The network address of the caller.</summary>
    public string? Address { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path of the request.</summary>
    public required string Path { get; init; }

    /// <summary>The HTTP status of the response.</summary>
    public int Status { get; init; }

    /// <summary>The path of the created resource; null if none was created.</summary>
    public string? Made { get; init; }

    internal AuditEntry ToEntry() => new(Sequence, At, Caller, Address, Method, Path, Status, Made);
}
