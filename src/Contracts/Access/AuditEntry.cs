namespace LearnML.Contracts;

/// <summary>A line of the audit log: a request or command that changed something, or tried to.</summary>
/// <param name="Sequence">A number that increases from line to line.</param>
/// <param name="At">When it happened (UTC).</param>
/// <param name="Caller">The caller: a key's name, <c>token:</c> and a subject, <c>local</c>, or <c>terminal</c>.</param>
/// <param name="Address">The IP address of the request; null if unknown.</param>
/// <param name="Method">The request's HTTP method; for a terminal command its words, such as <c>keys create</c>.</param>
/// <param name="Path">The request's path.</param>
/// <param name="Status">The HTTP status of the answer.</param>
/// <param name="Made">The path of the created resource; null if nothing was created.</param>
public sealed record AuditEntry(
    long Sequence, DateTimeOffset At, string Caller, string? Address, string Method, string Path, int Status, string? Made = null);
