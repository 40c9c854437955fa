namespace LearnML.Contracts;

/// <summary>How cross-validation assigns the rows to folds.</summary>
public enum FoldAssignment
{
    /// <summary>In a random order, which depends on the seed.</summary>
    Shuffled,

    /// <summary>In the order of the table, as in the d2l.ai book.</summary>
    Contiguous,

    /// <summary>In a random order, so that every fold has the same share of each class, or of each range of a numeric target.</summary>
    Stratified,

    /// <summary>Rows with the same value in a column are in the same fold.</summary>
    Group,
}
