namespace LearnML.Contracts;

/// <summary>The rows that an explanation takes the values of absent columns from.</summary>
public enum ExplanationBackground
{
    /// <summary>Random training rows, which are stored with the version.</summary>
    TrainingRows,

    /// <summary>
    /// One row in which every value is missing, because the version has no training rows: it was imported, or trained by an earlier version of the
    /// service.
    /// </summary>
    MissingRow,
}
