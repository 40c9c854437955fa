namespace LearnML.Contracts;

/// <summary>How cross-validation deals the rows out to folds.</summary>
public enum FoldAssignment
{
    /// <summary>In a random order, drawn by the seed.</summary>
    Shuffled,

    /// <summary>In the order of the table, as in the course notes.</summary>
    Contiguous,

    /// <summary>In a random order, so that every fold has its share of each class, or of each range of a number.</summary>
    Stratified,

    /// <summary>So that rows with the same value in a column are in the same fold.</summary>
    Group,
}
