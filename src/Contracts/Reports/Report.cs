namespace LearnML.Contracts;

/// <summary>The final evaluation of a job's best epoch, with dropout off.</summary>
public sealed record Report
{
    /// <summary>The job.</summary>
    public required Guid JobId { get; init; }

    /// <summary>What the network predicts.</summary>
    public required LearningTask Task { get; init; }

    /// <summary>The epoch that was kept: the one of the lowest validation loss.</summary>
    public required int Epoch { get; init; }

    /// <summary>Scores on the rows that were trained on.</summary>
    public required Metrics Train { get; init; }

    /// <summary>Scores on the rows that chose the epoch.</summary>
    public required Metrics Validation { get; init; }

    /// <summary>Scores on the dataset's test part.</summary>
    public required Metrics Test { get; init; }

    /// <summary>The class names, by class index.</summary>
    public required IReadOnlyList<string> Classes { get; init; }

    /// <summary>Test rows by true class (outer) and predicted class (inner).</summary>
    public required IReadOnlyList<IReadOnlyList<int>> ConfusionMatrix { get; init; }

    /// <summary>Precision and recall on the test part, by class.</summary>
    public required IReadOnlyList<ClassScore> PerClass { get; init; }

    /// <summary>Twenty test rows, the wrong ones first, the most certain of them first.</summary>
    public required IReadOnlyList<SamplePrediction> Samples { get; init; }

    /// <summary>What stands out, in words.</summary>
    public required IReadOnlyList<Diagnosis> Diagnosis { get; init; }
}
