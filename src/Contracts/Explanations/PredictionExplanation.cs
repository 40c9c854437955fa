namespace LearnML.Contracts;

/// <summary>
/// Why a prediction differs from the base: the Shapley value of each column (Shapley 1953; Lundberg and Lee 2017,
/// https://arxiv.org/abs/1705.07874). The contributions sum to the prediction less the base. For a class, the prediction is the probability of the
/// predicted class.
/// </summary>
/// <param name="Base">The mean prediction for the background rows.</param>
/// <param name="Contributions">The contribution of each column, the largest magnitude first.</param>
/// <param name="Method">How the contributions are computed.</param>
/// <param name="Error">The largest standard error of a contribution, by the random orders; 0 if the method is exact.</param>
/// <param name="Background">The rows that the values of absent columns are taken from.</param>
public sealed record PredictionExplanation(
    double Base, IReadOnlyList<ColumnContribution> Contributions, ExplanationMethod Method, double Error, ExplanationBackground Background);
