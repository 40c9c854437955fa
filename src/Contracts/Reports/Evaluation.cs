namespace LearnML.Contracts;

/// <summary>The scores of a model version on labelled rows.</summary>
public sealed record Evaluation
{
    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>The version that was scored.</summary>
    public required int Version { get; init; }

    /// <summary>What the model predicts.</summary>
    public required LearningTask Task { get; init; }

    /// <summary>The number of rows that were scored.</summary>
    public required int Rows { get; init; }

    /// <summary>The metrics of the model, weighted by the weights of the rows if it was trained with weights.</summary>
    public required Metrics Metrics { get; init; }

    /// <summary>
    /// The metrics of the same prediction for every row: the shares of the classes, or the mean of the encoded target, among the rows that the model
    /// was trained on. Null for models of earlier versions.
    /// </summary>
    public Metrics? Constant { get; init; }

    /// <summary>The class names, by class index; null for regression.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>The number of rows by true class (outer) and predicted class (inner); null for regression.</summary>
    public IReadOnlyList<IReadOnlyList<int>>? ConfusionMatrix { get; init; }

    /// <summary>Precision and recall, by class; null for regression.</summary>
    public IReadOnlyList<ClassScore>? PerClass { get; init; }

    /// <summary>
    /// The curves for the choice of a threshold, by class: the 20 most frequent classes that have rows and are not alone; null for regression.
    /// </summary>
    public IReadOnlyList<ClassCurves>? Curves { get; init; }

    /// <summary>
    /// Of each cell of the confusion matrix the up to 20 rows with the most certain predictions, or fewer if there are more than 50 cells with rows:
    /// wrong predictions first, with the most certain ones at the top. Null for regression.
    /// </summary>
    public IReadOnlyList<SamplePrediction>? Samples { get; init; }

    /// <summary>The 20 rows with the largest errors, the largest first; null for classification.</summary>
    public IReadOnlyList<SampleValue>? Worst { get; init; }

    /// <summary>
    /// The true and the predicted values of up to 1,000 rows, by index; null for classification. Of more rows, these are the ones with the smallest
    /// and largest values and the largest errors, and evenly spaced others.
    /// </summary>
    public IReadOnlyList<SampleValue>? Values { get; init; }

    /// <summary>What was left out or treated as missing, one sentence each.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
