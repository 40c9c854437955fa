namespace LearnML.Contracts;

/// <summary>The rows whose means, deviations and categories preprocessing goes by.</summary>
public enum PreprocessingStatistics
{
    /// <summary>The rows that are trained on, of each fold its own: nothing of the others reaches the network.</summary>
    TrainingRows,

    /// <summary>
    /// The training and the test table together, as in the course notes: the figures of cross-validation are then a
    /// little too good. (https://d2l.ai/chapter_multilayer-perceptrons/kaggle-house-price.html)
    /// </summary>
    AllTables,
}
