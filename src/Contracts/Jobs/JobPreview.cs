namespace LearnML.Contracts;

/// <summary>What a spec would run, without running it; or what speaks against it.</summary>
/// <param name="Spec">The spec with every default filled in, as the job would have it; null where it cannot be run.</param>
/// <param name="Graph">
/// The network; null where the spec cannot be run. Its inputs from a table are counted from the table's profile: the rows that are trained on may lack a
/// category, and then there are fewer.
/// </param>
/// <param name="Errors">What is wrong with each field, by its path, as <c>POST /api/jobs</c> would tell it; empty where the spec can be run.</param>
public sealed record JobPreview(JobSpec? Spec, NetworkGraph? Graph, IReadOnlyDictionary<string, string[]> Errors);
