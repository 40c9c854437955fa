using LearnML.Contracts;

namespace LearnML.Api.Swagger;

/// <summary>Which job a route is best tried with.</summary>
/// <param name="States">A job in one of these states; empty: any.</param>
internal sealed record JobExample(params IReadOnlyList<JobState> States)
{
    /// <summary>A job on this dataset; null: on any.</summary>
    public string? Dataset { get; init; }
}
