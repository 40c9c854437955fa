using System.Text.Json;
using LearnML.Contracts;

namespace LearnML.Training.Tests.Fitting.Epochs;

/// <summary>
/// Reference runs, from <c>pytorch-reference.json</c> or from <c>tabular-reference.json</c>, which <c>tabular-reference.py</c> writes.
/// </summary>
internal sealed record ReferenceRunFile(string Source, ReferenceRun[] Cases)
{
    /// <summary>Reads the runs of both files.</summary>
    public static ReferenceRun[] ReadAll() => [.. Read("pytorch-reference.json").Cases, .. Read("tabular-reference.json").Cases];

    private static ReferenceRunFile Read(string name)
    {
        using var stream = typeof(ReferenceRunFile).Assembly.GetManifestResourceStream(name)!;
        return JsonSerializer.Deserialize<ReferenceRunFile>(stream, WireFormat.Options)!;
    }
}
