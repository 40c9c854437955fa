using System.ComponentModel.DataAnnotations;

namespace LearnML.Contracts;

/// <summary>
/// The validation rows of a training: a share of the training rows, the dataset's test part, or each
/// fold of a cross-validation in turn. Default: a holdout of 0.1.
/// </summary>
public sealed record ValidationSpec
{
    /// <summary>The default of <see cref="Holdout"/>.</summary>
    public const double DefaultHoldout = 0.1;

    /// <summary>The assignment of a spec that names none, as the specs of earlier versions and of images do.</summary>
    public const FoldAssignment DefaultAssignment = FoldAssignment.Shuffled;

    /// <summary>The maximum number of networks of a repeated cross-validation: <see cref="Folds"/> times <see cref="Repeats"/>.</summary>
    public const int MaximumRepeatedFolds = 10_000;

    /// <summary>
    /// The share of the training rows that is used for validation instead of training, in (0, 1). The seed determines random rows. Default: 0.1 if
    /// neither <see cref="TestPart"/> nor <see cref="Folds"/> is set.
    /// </summary>
    [Range(0d, 1d, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public double? Holdout { get; init; }

    /// <summary>
    /// Whether to validate on the dataset's test part, as the d2l.ai book does, and train on all training rows. If the best epoch is kept, the
    /// test metrics are no longer independent, because they chose this epoch; the report says so. Default: false.
    /// </summary>
    public bool TestPart { get; init; }

    /// <summary>
    /// The share of the rows of a table that is set apart before anything else, in [0, 1), and scored once at the end, as the report's test. These
    /// rows are assigned as a holdout is; nothing is fitted on them or chosen by them. Only for tables without a labelled test file. Default: 0, and
    /// 0.2 for a search.
    /// </summary>
    [Range(0d, 1d, MaximumIsExclusive = true)]
    public double? TestFraction { get; init; }

    /// <summary>
    /// The number of folds of a cross-validation, at least 2. For each fold a network is trained on the other folds and scored on this fold.
    /// Then a final network, the model, is trained on all rows.
    /// </summary>
    [Range(2, int.MaxValue)]
    public int? Folds { get; init; }

    /// <summary>
    /// How often the cross-validation is repeated, each time with other random folds. The report's mean and standard deviation are over the folds
    /// of all repeats. Only with <see cref="Folds"/> and a random assignment: <c>shuffled</c>, <c>stratified</c> or <c>group</c>.
    /// </summary>
    [Range(1, 100)]
    public int Repeats { get; init; } = 1;

    /// <summary>
    /// How rows are assigned to the holdout or to the folds. Default: <c>group</c> with a <see cref="GroupColumn"/>, <c>time</c> with a
    /// <see cref="TimeColumn"/>; otherwise <c>stratified</c> for the holdout of a table, and <c>shuffled</c> for folds and images. Not with
    /// <see cref="TestPart"/>. Rows of a table that are equal in all features are never both trained on and scored.
    /// </summary>
    public FoldAssignment? Assignment { get; init; }

    /// <summary>
    /// Rows with the same value in this column are never both trained on and scored. Rows without a value count as one group. Only for tables.
    /// Required for <c>group</c>.
    /// </summary>
    public string? GroupColumn { get; init; }

    /// <summary>
    /// The column of dates or numbers that orders the rows. Rows with the same value stay together. Required for <c>time</c>, and only for it.
    /// </summary>
    public string? TimeColumn { get; init; }

    /// <summary>
    /// The epoch whose weights are kept and scored. Default: <c>best</c>; with folds and without early stopping <c>last</c>. Early stopping always
    /// keeps the best epoch and refuses <c>last</c>. With folds and <c>best</c>, each fold keeps its own best epoch, and the report says that the
    /// folds' metrics are slightly too good. With <c>bestOfOtherFolds</c> they are not. The final network trains for the mean number of the kept
    /// epochs.
    /// </summary>
    public KeptEpoch? Keep { get; init; }

    /// <summary>Returns the number of folds of all repeats together; null without cross-validation.</summary>
    public int? CountFolds() => Folds * Repeats;
}
