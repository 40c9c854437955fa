namespace LearnML.Contracts;

/// <summary>How the networks of the folds did on the rows that they were not trained on.</summary>
public sealed record CrossValidation
{
    /// <summary>How many rows were predicted out of fold: all of them, or fewer after a stop.</summary>
    public required int N { get; init; }

    /// <summary>How rows were dealt out to folds.</summary>
    public required FoldAssignment Assignment { get; init; }

    /// <summary>Each fold.</summary>
    public required IReadOnlyList<FoldScore> Folds { get; init; }

    /// <summary>The mean over the folds.</summary>
    public required FoldMetrics Mean { get; init; }

    /// <summary>The standard deviation over the folds, dividing by one less than their count.</summary>
    public required FoldMetrics StandardDeviation { get; init; }

    /// <summary>The scores of all out-of-fold predictions together; the predictions are at <c>/api/jobs/{id}/out-of-fold</c>.</summary>
    public required Metrics Pooled { get; init; }
}
