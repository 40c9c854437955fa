namespace LearnML.Contracts;

/// <summary>The rows that a part of a report is about.</summary>
public enum ReportedRows
{
    /// <summary>The dataset's test part.</summary>
    Test,

    /// <summary>The validation rows; of a cross-validation, all rows, each predicted out of fold.</summary>
    Validation,
}
