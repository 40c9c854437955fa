namespace LearnML.Contracts;

/// <summary>A line of the audit log: somebody changed something, or tried to.</summary>
/// <param name="Sequence">Rises from line to line.</param>
/// <param name="At">When (UTC).</param>
/// <param name="Caller">Who: a key's name, <c>token:</c> and a subject, <c>local</c>, or <c>terminal</c>.</param>
/// <param name="Address">Where the request came from; null where that is not known.</param>
/// <param name="Method">The request's method; of a command in a terminal its words, <c>keys create</c>.</param>
/// <param name="Path">The request's path.</param>
/// <param name="Status">The status that it was answered with.</param>
/// <param name="Made">The path of what was made; null where nothing was.</param>
public sealed record AuditEntry(long Sequence, DateTimeOffset At, string Caller, string? Address, string Method, string Path, int Status, string? Made = null);
