namespace LearnML.Training.Diagnostics;

/// <summary>How often rows of a table repeat: rows with the same inputs and the same target.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Repeated">The number of rows that repeat an earlier row.</param>
/// <param name="Validation">The number of validation rows.</param>
/// <param name="ValidationInTraining">The number of validation rows that are also among the training rows of the same network.</param>
internal sealed record RowCounts(int Rows, int Repeated, int Validation, int ValidationInTraining)
{
    /// <summary>The share of validation rows from which their repetition makes the scores too good.</summary>
    private const double LargeValidationShare = 0.05;

    /// <summary>Whether so many validation rows were trained on that the scores do not show what the network predicts for other rows.</summary>
    public bool AreScoresTooGood => ValidationInTraining > 0 && ValidationInTraining >= LargeValidationShare * Validation;
}
