namespace LearnML.Contracts;

/// <summary>An activation, and when to take it.</summary>
/// <param name="Name">Its name in a spec.</param>
/// <param name="Formula">What it gives for x.</param>
/// <param name="Advantages">What speaks for it.</param>
/// <param name="Cautions">What speaks against it.</param>
public sealed record ActivationInfo(Activation Name, string Formula, string Advantages, string Cautions);
