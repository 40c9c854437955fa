namespace LearnML.Api.Tests.Telemetry;

/// <summary>A received span, with its attributes as strings.</summary>
internal sealed record ReceivedSpan(string TraceId, string Id, string ParentId,
    string Name, ulong Start, ulong End, IReadOnlyDictionary<string, string> Attributes);
