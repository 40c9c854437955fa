namespace LearnML.Contracts;

/// <summary>A line of the audit log: somebody changed something, or tried to.</summary>
/// <param name="Sequence">Rises from line to line.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Caller">Who: a key's name, <c>token:</c> and a subject, or <c>local</c>.</param>
/// <param name="Address">Where the request came from; null where that is not known.</param>
/// <param name="Method">The request's method.</param>
/// <param name="Path">The request's path.</param>
/// <param name="Status">The status that it was answered with.</param>
public sealed record AuditEntry(long Sequence, DateTimeOffset At, string Caller, string? Address, string Method, string Path, int Status);
