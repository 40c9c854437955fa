namespace LearnML.Contracts;

/// <summary>The threshold of a model of two classes, and how it scores on the rows that the report describes.</summary>
public sealed record ThresholdReport
{
    /// <summary>The positive class.</summary>
    public required string Positive { get; init; }

    /// <summary>What the threshold was chosen by.</summary>
    public required ThresholdRule By { get; init; }

    /// <summary>
    /// The model answers the positive class if its probability is at least this. It lies in the middle between two neighbouring probabilities of the
    /// rows that chose it. Above 1, the model never answers the positive class.
    /// </summary>
    public required double Value { get; init; }

    /// <summary>Whether the rows that are scored here also chose the threshold. Then the scores are slightly too good.</summary>
    public required bool RowsChoseThreshold { get; init; }

    /// <summary>The scores with the threshold.</summary>
    public required ThresholdScore Scores { get; init; }

    /// <summary>The scores if the model answered the most probable class, as it does without a threshold.</summary>
    public required ThresholdScore MostProbable { get; init; }
}
