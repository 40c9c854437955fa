namespace LearnML.Training.Fitting.Data;

/// <summary>The rows that a network is trained on and the rows that it is validated on.</summary>
/// <param name="Fold">The number of the fold, from 1; null without cross-validation and for the final network.</param>
/// <param name="Train">The training rows, as indices into the training part.</param>
/// <param name="Validation">
/// The validation rows, as indices into the training part, or into the test part if the spec validates on it. Empty for the final network of a
/// cross-validation.
/// </param>
internal sealed record Split(int? Fold, long[] Train, long[] Validation)
{
    /// <summary>The trial that trains on these rows; null without a search.</summary>
    public Trial? Trial { get; init; }

    /// <summary>The number of epochs after which the training ends, if it is less than that of the run.</summary>
    public int? Epochs { get; init; }

    /// <summary>Whether the split scores a trial. The final network of a search with folds has a trial, but no rows to score it.</summary>
    public bool ScoresTrial => Trial is not null && Validation.Length > 0;

    /// <summary>The number of rows that are not trained on, because they equal a validation row or are of the same group.</summary>
    public int RowsLeftOut { get; init; }
}
