using System.ComponentModel.DataAnnotations;

namespace LearnML.Contracts;

/// <summary>
/// The rows that a network is scored on while it trains: a share of the training rows, the dataset's own test part, or each
/// fold of a cross-validation in turn. Default: a holdout of 0.1.
/// </summary>
public sealed record ValidationSpec
{
    /// <summary>The share of the training rows, drawn by the seed, that is kept from training; in (0, 1).</summary>
    [Range(0d, 1d, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double? Holdout { get; init; }

    /// <summary>
    /// Validate on the dataset's own test part, as the course notes do. All training rows are trained on, and with the best
    /// epoch kept the test score is then no longer independent of its choice: the report says so. Default: false.
    /// </summary>
    public bool TestPart { get; init; }

    /// <summary>
    /// Cross-validate: deal the rows out to this many folds, 2 or more, and for each train a network on the others and score
    /// it there. Then a final network, the model, is trained on all rows.
    /// </summary>
    [Range(2, int.MaxValue)]
    public int? Folds { get; init; }

    /// <summary>How rows are dealt out to folds. Default: <c>shuffled</c>. Belongs to <see cref="Folds"/>.</summary>
    public FoldAssignment? Assignment { get; init; }

    /// <summary>The column whose equal values stay in one fold. Required with <c>group</c>, and belongs to it alone.</summary>
    public string? GroupColumn { get; init; }

    /// <summary>
    /// The epoch that is kept. Default: <c>last</c> for folds, <c>best</c> otherwise. With <c>best</c> each fold keeps its
    /// own best epoch, the final network trains for their mean number of epochs, and the report says that the folds' scores
    /// are a little too good.
    /// </summary>
    public KeptEpoch? Keep { get; init; }
}
