namespace LearnML.Contracts;

/// <summary>The values of an activation function and its derivative at evenly spaced points.</summary>
/// <param name="Name">The activation function.</param>
/// <param name="X">The points.</param>
/// <param name="Y">The value at each point.</param>
/// <param name="Derivative">The derivative at each point, computed by automatic differentiation.</param>
public sealed record ActivationCurve(Activation Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double> Derivative);
