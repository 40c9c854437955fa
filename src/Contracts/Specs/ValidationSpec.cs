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

    /// <summary>The default of <see cref="Assignment"/>.</summary>
    public const FoldAssignment DefaultAssignment = FoldAssignment.Shuffled;

    /// <summary>
    /// The share of the training rows that is used for validation instead of training, in (0, 1). The seed determines the rows. Default: 0.1 if
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
    /// The number of folds of a cross-validation, at least 2. For each fold a network is trained on the other folds and scored on this fold.
    /// Then a final network, the model, is trained on all rows.
    /// </summary>
    [Range(2, int.MaxValue)]
    public int? Folds { get; init; }

    /// <summary>How rows are assigned to folds. Default: <c>shuffled</c>. Only with <see cref="Folds"/>.</summary>
    public FoldAssignment? Assignment { get; init; }

    /// <summary>Rows with the same value in this column are in the same fold. Required for <c>group</c>, and only for it.</summary>
    public string? GroupColumn { get; init; }

    /// <summary>
    /// The epoch whose weights are kept and scored. Default: <c>best</c>; with folds and without early stopping <c>last</c>. Early stopping always
    /// keeps the best epoch and refuses <c>last</c>. With folds and <c>best</c>, each fold keeps its own best epoch, the final network trains for
    /// the mean number of these epochs, and the report says that the folds' metrics are slightly too good.
    /// </summary>
    public KeptEpoch? Keep { get; init; }
}
