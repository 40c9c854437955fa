namespace LearnML.Contracts;

/// <summary>How rows are assigned to the holdout, or to the folds of a cross-validation.</summary>
public enum FoldAssignment
{
    /// <summary>In a random order, which depends on the seed.</summary>
    Shuffled,

    /// <summary>In the order of the table, as in the d2l.ai book. A holdout is the last rows.</summary>
    Contiguous,

    /// <summary>
    /// In a random order, so that the holdout or every fold has the same share of each class, or of each range of a numeric target.
    /// </summary>
    Stratified,

    /// <summary>Rows with the same value in a column are in the same fold, or all in or all outside the holdout.</summary>
    Group,

    /// <summary>
    /// In the order of a column of dates or numbers. The network trains on earlier rows and is scored on the rows that follow. A holdout is the
    /// latest rows. K folds divide the rows into K + 1 stretches: fold k trains on the first k stretches and is scored on the next one.
    /// </summary>
    Time,
}
