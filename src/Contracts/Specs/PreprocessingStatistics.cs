namespace LearnML.Contracts;

/// <summary>The rows from which preprocessing computes means, standard deviations and categories.</summary>
public enum PreprocessingStatistics
{
    /// <summary>The training rows, separately for each fold. No information from other rows reaches the network.</summary>
    TrainingRows,

    /// <summary>
    /// The training and the test table together, as in the d2l.ai book. The metrics of cross-validation are then slightly
    /// too good. (https://d2l.ai/chapter_multilayer-perceptrons/kaggle-house-price.html)
    /// </summary>
    AllTables,
}
