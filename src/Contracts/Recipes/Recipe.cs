namespace LearnML.Contracts;

/// <summary>A named, ready spec.</summary>
/// <param name="Name">The name to run it by.</param>
/// <param name="Description">What it shows.</param>
/// <param name="Spec">What it runs.</param>
public sealed record Recipe(string Name, string Description, JobSpec Spec);
