using LearnML.Contracts;

namespace LearnML.Api.Documentation;

/// <summary>Selects the existing job that a route's example uses.</summary>
/// <param name="States">The states that the job may have.</param>
internal sealed record JobExample(params IReadOnlyList<JobState> States)
{
    /// <summary>The dataset of the job; null for any.</summary>
    public string? Dataset { get; init; }
}
