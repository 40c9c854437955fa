namespace LearnML.Contracts;

/// <summary>
/// What simple predictions score on the rows that score the network. They are fitted on the network's training rows, with the same encodings of
/// features and target.
/// </summary>
public sealed record BaselineScores
{
    /// <summary>The number of rows that were scored.</summary>
    public required int Rows { get; init; }

    /// <summary>
    /// The same prediction for every row: the shares of the classes among the training rows, where a class without training rows counts as half a
    /// row; or the mean of the encoded target, which for a logarithm is the geometric mean of the target.
    /// </summary>
    public required Metrics Constant { get; init; }

    /// <summary>
    /// A linear model: ridge regression, or multinomial logistic regression with an L2 penalty. The training rows choose the penalty. Null if it was
    /// left out.
    /// </summary>
    public Metrics? Linear { get; init; }

    /// <summary>Why there is no linear model; null if there is one.</summary>
    public string? LinearLeftOut { get; init; }

    /// <summary>Boosted trees; null if the spec does not ask for them, or if they were left out.</summary>
    public Metrics? BoostedTrees { get; init; }

    /// <summary>Why there are no boosted trees, if the spec asks for them; otherwise null.</summary>
    public string? BoostedTreesLeftOut { get; init; }

    /// <summary>
    /// What the network gains over the better of the constant and the linear baseline, by metric: the loss first, then accuracy or RMSE. Then, if
    /// there are boosted trees, what it gains over them, in the same metrics. Empty if fewer than two rows were scored.
    /// </summary>
    public required IReadOnlyList<BaselineGain> Gains { get; init; }
}
