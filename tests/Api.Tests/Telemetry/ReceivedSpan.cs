namespace LearnML.Api.Tests.Telemetry;

/// <summary>A span that was received, with its attributes as text.</summary>
internal sealed record ReceivedSpan(string TraceId, string Id, string ParentId,
    string Name, ulong Start, ulong End, IReadOnlyDictionary<string, string> Attributes);
