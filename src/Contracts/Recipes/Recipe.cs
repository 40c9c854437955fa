namespace LearnML.Contracts;

/// <summary>A named spec that is ready to run.</summary>
/// <param name="Name">The recipe's name.</param>
/// <param name="Description">The network, the dataset, and the source of the experiment.</param>
/// <param name="LookFor">What to look for in the curves and the report, and which recipe to compare with.</param>
/// <param name="Spec">The spec.</param>
public sealed record Recipe(string Name, string Description, string LookFor, JobSpec Spec);
