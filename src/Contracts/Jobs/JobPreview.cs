namespace LearnML.Contracts;

/// <summary>The result of checking a spec without running it: the complete spec and its network, or the errors.</summary>
/// <param name="Spec">The spec as the job would have it, with every default filled in; null if the spec is invalid.</param>
/// <param name="Graph">
/// The network; null if the spec is invalid. The inputs of a table are counted from the profile of the whole table. If the training rows lack a
/// category, or have fewer rows of it than an input of its own needs, the trained network has fewer inputs.
/// </param>
/// <param name="Errors">The errors that <c>POST /api/jobs</c> would return, by the field's path; empty if the spec is valid.</param>
public sealed record JobPreview(JobSpec? Spec, NetworkGraph? Graph, IReadOnlyDictionary<string, string[]> Errors)
{
    /// <summary>Why the spec has its task, as a sentence; null if the spec is invalid.</summary>
    public string? TaskReason { get; init; }

    /// <summary>The doubts about the table that matter for the spec; empty for images and if the spec is invalid.</summary>
    public IReadOnlyList<Attention> Attention { get; init; } = [];

    /// <summary>
    /// What to know before the job runs: fields that keep their value where <c>"network": "auto"</c> would choose another, and parts of the network
    /// that depend on the training rows. Empty if there is nothing, and if the spec is invalid.
    /// </summary>
    public IReadOnlyList<PreviewNote> Notes { get; init; } = [];

    /// <summary>
    /// How long the job would take once it starts; null if the spec is invalid, and if this process has not measured the speed of the device: it does
    /// not train, or it has trained nothing on its GPU yet.
    /// </summary>
    public TimeEstimate? Estimate { get; init; }

    /// <summary>How the trials of a search would be trained; null without one, and if the spec is invalid.</summary>
    public SearchPreview? Search { get; init; }
}
