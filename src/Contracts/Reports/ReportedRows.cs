namespace LearnML.Contracts;

/// <summary>The rows that a part of a report describes.</summary>
public enum ReportedRows
{
    /// <summary>The dataset's test part.</summary>
    Test,

    /// <summary>The validation rows. After a cross-validation: all rows, each with its out-of-fold prediction.</summary>
    Validation,
}
