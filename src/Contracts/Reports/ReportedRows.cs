namespace LearnML.Contracts;

/// <summary>The rows that a part of a report describes.</summary>
public enum ReportedRows
{
    /// <summary>The dataset's test part.</summary>
    Test,

    /// <summary>The validation rows. After a cross-validation: all scored rows, each with its out-of-fold prediction of the first repeat.</summary>
    Validation,
}
