namespace LearnML.Contracts;

/// <summary>An activation function, and when to use it.</summary>
/// <param name="Name">The name in a spec.</param>
/// <param name="Formula">The formula.</param>
/// <param name="Advantages">The advantages.</param>
/// <param name="Cautions">The disadvantages.</param>
public sealed record ActivationInfo(Activation Name, string Formula, string Advantages, string Cautions);
