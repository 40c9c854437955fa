using System.Text.Json;
using LearnML.Contracts;

namespace LearnML.Training.Tests.Fitting.Epochs;

/// <summary>The file <c>pytorch-reference.json</c>.</summary>
internal sealed record ReferenceRunFile(string Source, ReferenceRun[] Cases)
{
    public static ReferenceRunFile Read()
    {
        using var stream = typeof(ReferenceRunFile).Assembly.GetManifestResourceStream("pytorch-reference.json")!;
        return JsonSerializer.Deserialize<ReferenceRunFile>(stream, WireFormat.Options)!;
    }
}
