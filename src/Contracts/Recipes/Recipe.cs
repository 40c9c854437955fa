namespace LearnML.Contracts;

/// <summary>A named, ready spec.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it trains on what, and where the experiment comes from.</param>
/// <param name="LookFor">What its curves and its report show, and beside which other recipe.</param>
/// <param name="Spec">The spec.</param>
public sealed record Recipe(string Name, string Description, string LookFor, JobSpec Spec);
