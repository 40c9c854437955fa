namespace LearnML.Contracts;

/// <summary>The final evaluation of the epoch that a job kept, with dropout off; of a job that diverged what its epochs show.</summary>
public sealed record Report
{
    /// <summary>The job.</summary>
    public required Guid JobId { get; init; }

    /// <summary>What the network predicts.</summary>
    public required LearningTask Task { get; init; }

    /// <summary>The epoch that was kept; of a job that diverged the last good one, 0 where there is none.</summary>
    public required int Epoch { get; init; }

    /// <summary>Scores on the rows that were trained on; null where the job diverged.</summary>
    public Metrics? Train { get; init; }

    /// <summary>Scores on the validation rows; of a cross-validation, those of all out-of-fold predictions together; null where the job diverged.</summary>
    public Metrics? Validation { get; init; }

    /// <summary>Scores on the dataset's test part; null where it has none.</summary>
    public Metrics? Test { get; init; }

    /// <summary>The folds; null without cross-validation.</summary>
    public CrossValidation? CrossValidation { get; init; }

    /// <summary>The rows that the following are about: the test part, or, where there is none, the validation rows.</summary>
    public required ReportedRows Reported { get; init; }

    /// <summary>The class names, by class index; null for numbers.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>Rows by true class (outer) and predicted class (inner); null for numbers.</summary>
    public IReadOnlyList<IReadOnlyList<int>>? ConfusionMatrix { get; init; }

    /// <summary>Precision and recall, by class; null for numbers.</summary>
    public IReadOnlyList<ClassScore>? PerClass { get; init; }

    /// <summary>Twenty rows, the wrong ones first, the most certain of them first; null for numbers.</summary>
    public IReadOnlyList<SamplePrediction>? Samples { get; init; }

    /// <summary>The twenty rows that were predicted worst, the worst first; null for classes.</summary>
    public IReadOnlyList<SampleValue>? Worst { get; init; }

    /// <summary>Up to 1,000 of the rows, evenly spaced, by their index: what they are and what was predicted; null for classes and in the reports of earlier versions.</summary>
    public IReadOnlyList<SampleValue>? Values { get; init; }

    /// <summary>What stands out, in words.</summary>
    public required IReadOnlyList<Diagnosis> Diagnosis { get; init; }
}
