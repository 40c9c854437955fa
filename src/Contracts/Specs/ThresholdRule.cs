namespace LearnML.Contracts;

/// <summary>What a threshold is chosen by.</summary>
public enum ThresholdRule
{
    /// <summary>The highest F1 score of the positive class: the harmonic mean of its precision and recall.</summary>
    F1,

    /// <summary>The lowest cost of false alarms and misses.</summary>
    Cost,

    /// <summary>The highest recall at which the precision is at least <see cref="ThresholdSpec.AtLeast"/>.</summary>
    Precision,

    /// <summary>The highest precision at which the recall is at least <see cref="ThresholdSpec.AtLeast"/>.</summary>
    Recall,
}
