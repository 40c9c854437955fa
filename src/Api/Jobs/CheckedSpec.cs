using LearnML.Contracts;

namespace LearnML.Api.Jobs;

/// <summary>A spec that nothing speaks against.</summary>
/// <param name="Spec">The spec, every default filled in.</param>
/// <param name="Queue">The queue for it.</param>
/// <param name="Inputs">Numbers per row that come into its network; of a table at most.</param>
/// <param name="Outputs">Numbers per row that come out.</param>
public sealed record CheckedSpec(JobSpec Spec, string Queue, int Inputs, int Outputs);
