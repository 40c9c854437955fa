namespace LearnML.Contracts;

/// <summary>An interval that holds the true number with at least the probability that was asked for.</summary>
/// <param name="Low">The lower end, in the unit of the target.</param>
/// <param name="High">The upper end.</param>
public sealed record PredictionInterval(double Low, double High);
