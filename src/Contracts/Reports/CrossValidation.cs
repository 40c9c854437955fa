namespace LearnML.Contracts;

/// <summary>The results of a cross-validation: each fold's network is scored on the rows that it was not trained on.</summary>
public sealed record CrossValidation
{
    /// <summary>
    /// The number of rows with an out-of-fold prediction: all rows, or fewer after a stop and with the assignment <c>time</c>, which never scores
    /// the earliest rows.
    /// </summary>
    public required int N { get; init; }

    /// <summary>How the rows were assigned to folds.</summary>
    public required FoldAssignment Assignment { get; init; }

    /// <summary>How often the cross-validation was repeated with other folds.</summary>
    public int Repeats { get; init; } = 1;

    /// <summary>The result of each fold. The folds of the second repeat follow those of the first.</summary>
    public required IReadOnlyList<FoldScore> Folds { get; init; }

    /// <summary>The mean over the folds of all repeats.</summary>
    public required FoldMetrics Mean { get; init; }

    /// <summary>The sample standard deviation over the folds of all repeats (divides by n - 1).</summary>
    public required FoldMetrics StandardDeviation { get; init; }

    /// <summary>
    /// Metrics of all out-of-fold predictions together; the predictions are at <c>/api/jobs/{id}/out-of-fold</c>. With repeats, each row counts
    /// once a repeat.
    /// </summary>
    public required Metrics Pooled { get; init; }
}
