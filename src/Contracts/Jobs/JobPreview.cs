namespace LearnML.Contracts;

/// <summary>What a spec would run, without running it.</summary>
/// <param name="Spec">The spec with every default filled in, as the job would have it.</param>
/// <param name="Graph">
/// The network. Its inputs from a table are counted from the table's profile: the rows that are trained on may lack a category, and then there are fewer.
/// </param>
public sealed record JobPreview(JobSpec Spec, NetworkGraph Graph);
