namespace LearnML.Contracts;

/// <summary>The final evaluation of a job's kept epoch, with dropout off. The report of a diverged job has only what its epochs show.</summary>
public sealed record Report
{
    /// <summary>The job.</summary>
    public required Guid JobId { get; init; }

    /// <summary>What the network predicts.</summary>
    public required LearningTask Task { get; init; }

    /// <summary>Why the spec has its task, as a sentence; null in reports of earlier versions.</summary>
    public string? TaskReason { get; init; }

    /// <summary>The doubts about the table that matter for the spec; empty for images.</summary>
    public IReadOnlyList<Attention> Attention { get; init; } = [];

    /// <summary>The kept epoch. For a diverged job: the last epoch with a finite loss, or 0 if there is none.</summary>
    public required int Epoch { get; init; }

    /// <summary>How the kept epoch was chosen, as a sentence; null if the job diverged, and in reports of earlier versions.</summary>
    public string? EpochReason { get; init; }

    /// <summary>Metrics on the training rows; null if the job diverged.</summary>
    public Metrics? Train { get; init; }

    /// <summary>
    /// Metrics on the validation rows; null if the job diverged. After a cross-validation: metrics of all out-of-fold predictions together.
    /// </summary>
    public Metrics? Validation { get; init; }

    /// <summary>Metrics on the dataset's test part; null if it has none.</summary>
    public Metrics? Test { get; init; }

    /// <summary>
    /// What simple predictions score on the validation rows; null if the job diverged and in reports of earlier versions. After a cross-validation:
    /// those of all folds together, each fitted on the training rows of its fold.
    /// </summary>
    public BaselineScores? Baselines { get; init; }

    /// <summary>What simple predictions score on the test part; null without a test part and in reports of earlier versions.</summary>
    public BaselineScores? TestBaselines { get; init; }

    /// <summary>The results of the folds; null without cross-validation.</summary>
    public CrossValidation? CrossValidation { get; init; }

    /// <summary>
    /// The trials of a search; null without one. The search chose its best trial by the validation rows, so their metrics are too good; those on the
    /// test part are not.
    /// </summary>
    public SearchReport? Search { get; init; }

    /// <summary>The rows that the following properties describe: the test part, or the validation rows if there is no test part.</summary>
    public required ReportedRows Reported { get; init; }

    /// <summary>
    /// How much each column matters for the predictions of the rows that the report describes, the most important first; null if the spec does not
    /// ask for it. After a cross-validation without test rows, each row is predicted by the network of the fold that holds it out.
    /// </summary>
    public IReadOnlyList<ColumnImportance>? Importance { get; init; }

    /// <summary>Why there is no importance although the spec asks for it; otherwise null.</summary>
    public string? ImportanceLeftOut { get; init; }

    /// <summary>The number of rows that were shuffled for the importance: all, or evenly spaced ones of too many; null without it.</summary>
    public int? ImportanceRows { get; init; }

    /// <summary>The class names, by class index; null for regression.</summary>
    public IReadOnlyList<string>? Classes { get; init; }

    /// <summary>The number of rows by true class (outer) and predicted class (inner); null for regression.</summary>
    public IReadOnlyList<IReadOnlyList<int>>? ConfusionMatrix { get; init; }

    /// <summary>Precision and recall, by class; null for regression.</summary>
    public IReadOnlyList<ClassScore>? PerClass { get; init; }

    /// <summary>
    /// The curves for the choice of a threshold, by class: the 20 most frequent classes that have rows and are not alone; null for regression and in
    /// reports of earlier versions.
    /// </summary>
    public IReadOnlyList<ClassCurves>? Curves { get; init; }

    /// <summary>
    /// Of each cell of the confusion matrix the up to 20 rows with the most certain predictions, or fewer if there are more than 50 cells with rows:
    /// wrong predictions first, with the most certain ones at the top. Reports of earlier versions have 20 rows. Null for regression.
    /// </summary>
    public IReadOnlyList<SamplePrediction>? Samples { get; init; }

    /// <summary>The 20 rows with the largest errors, the largest first; null for classification.</summary>
    public IReadOnlyList<SampleValue>? Worst { get; init; }

    /// <summary>
    /// The true and the predicted values of up to 1,000 rows, by index; null for classification and in reports of earlier versions. Of more rows,
    /// these are the ones with the smallest and largest values and the largest errors, and evenly spaced others.
    /// </summary>
    public IReadOnlyList<SampleValue>? Values { get; init; }

    /// <summary>
    /// The temperature of the probabilities; null if the spec does not ask for it. The metrics of the report are those without it. If it is applied,
    /// the curves, the samples, the sets and the threshold are those with it.
    /// </summary>
    public TemperatureReport? Temperature { get; init; }

    /// <summary>The threshold of two classes; null if the spec does not ask for one.</summary>
    public ThresholdReport? Threshold { get; init; }

    /// <summary>Why there is no threshold although the spec asks for one; otherwise null.</summary>
    public string? ThresholdLeftOut { get; init; }

    /// <summary>
    /// The rows that intervals and sets are calibrated with; null if the job diverged, and in reports of earlier versions.
    /// </summary>
    public CalibrationReport? Calibration { get; init; }

    /// <summary>
    /// The prediction intervals of the levels 0.8, 0.9 and 0.95, without those that need more rows; null for classification, and if there is no
    /// <see cref="Calibration"/>.
    /// </summary>
    public IReadOnlyList<IntervalScore>? Intervals { get; init; }

    /// <summary>
    /// The prediction sets of the levels 0.8, 0.9 and 0.95, without those that need more rows; null for regression, and if there is no
    /// <see cref="Calibration"/>.
    /// </summary>
    public IReadOnlyList<SetScore>? Sets { get; init; }

    /// <summary>Observations about the run, in words.</summary>
    public required IReadOnlyList<Diagnosis> Diagnosis { get; init; }
}
