using System.Text.Json;
using LearnML.Contracts;

namespace LearnML.Training.Tests.Fitting;

/// <summary>The file <c>traces.json</c>.</summary>
internal sealed record TraceFile(string Source, Trace[] Cases)
{
    public static TraceFile Read()
    {
        using var stream = typeof(TraceFile).Assembly.GetManifestResourceStream("traces.json")!;
        return JsonSerializer.Deserialize<TraceFile>(stream, WireFormat.Options)!;
    }
}
