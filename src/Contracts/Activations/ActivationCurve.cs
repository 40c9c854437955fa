namespace LearnML.Contracts;

/// <summary>An activation and its derivative at evenly spaced numbers.</summary>
/// <param name="Name">The activation.</param>
/// <param name="X">The numbers.</param>
/// <param name="Y">What it gives for each.</param>
/// <param name="Derivative">Its slope at each, by automatic differentiation.</param>
public sealed record ActivationCurve(Activation Name, IReadOnlyList<double> X, IReadOnlyList<double> Y, IReadOnlyList<double> Derivative);
