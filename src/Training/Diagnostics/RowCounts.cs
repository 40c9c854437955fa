namespace LearnML.Training.Diagnostics;

/// <summary>How often rows of a table repeat: rows with the same inputs and the same target.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Repeated">The number of rows that repeat an earlier row.</param>
/// <param name="Validation">The number of validation rows.</param>
/// <param name="ValidationInTraining">The number of validation rows that are also among the training rows of the same network.</param>
internal sealed record RowCounts(int Rows, int Repeated, int Validation, int ValidationInTraining)
{
    /// <summary>The share of scored rows from which their repetition makes the scores too good.</summary>
    private const double LargeScoredShare = 0.05;

    /// <summary>The number of rows of the test file; 0 without one.</summary>
    public int Test { get; init; }

    /// <summary>The number of rows of the test file that are also among the training rows of the final network.</summary>
    public int TestInTraining { get; init; }

    /// <summary>Whether so many scored rows were trained on that the scores do not show what the network predicts for other rows.</summary>
    public bool AreScoresTooGood => IsLarge(ValidationInTraining, Validation) || IsLarge(TestInTraining, Test);

    private static bool IsLarge(int trained, int scored) => trained > 0 && trained >= LargeScoredShare * scored;
}
