namespace LearnML.Contracts;

/// <summary>The rows whose probability of a class lies in one of ten equal parts of the range from 0 to 1. Empty parts are left out.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Probability">Their mean probability of the class, weighted by the weights of the rows.</param>
/// <param name="Share">The share of the class among them, weighted in the same way. Of well calibrated probabilities it is near the mean.</param>
public sealed record ReliabilityBin(int Rows, double Probability, double Share);
