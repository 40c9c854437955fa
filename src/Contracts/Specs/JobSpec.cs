namespace LearnML.Contracts;

/// <summary>
/// Everything that determines a run, including its seed. Immutable. The body of <c>POST /api/jobs</c>. Every part except
/// <see cref="Dataset"/> is optional and has the default documented here.
/// </summary>
public sealed record JobSpec
{
    /// <summary>The name of the training dataset, for example <c>fashion-mnist</c>. Required.</summary>
    public required string Dataset { get; init; }

    /// <summary>The column to predict. Default: the dataset's target (<c>label</c> for images).</summary>
    public string? Target { get; init; }

    /// <summary>
    /// A numeric column with the weight of each row in the loss and in the scores, at least 0. A row of weight 2 counts as two equal rows. The
    /// weights are divided by their mean over the training rows, and the column is no feature. Only for tables. Default: equal weights.
    /// </summary>
    public string? WeightColumn { get; init; }

    /// <summary>
    /// Classification or regression. Default: classification if the target is categorical or boolean, regression if it is numeric.
    /// </summary>
    public LearningTask? Task { get; init; }

    /// <summary>The model that the finished job adds a version to. Default: the dataset's name.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// The network without its output layer, which follows from the target. A spec for a table that has none, or <c>auto</c> instead, gets
    /// everything that it does not give by fixed rules from the number of rows and the task, for accuracy. The job shows the complete spec.
    /// </summary>
    public NetworkSpec Network { get; init; } = new();

    /// <summary>How a table's rows become numbers. Only for tables.</summary>
    public PreprocessingSpec? Preprocessing { get; init; }

    /// <summary>How the gradients change the weights.</summary>
    public OptimizerSpec Optimizer { get; init; } = new();

    /// <summary>Epochs, batch size, seed, device and other training settings.</summary>
    public TrainingSpec Training { get; init; } = new();

    /// <summary>The rows that the network is scored on.</summary>
    public ValidationSpec Validation { get; init; } = new();

    /// <summary>
    /// A model of another kind to compare the network with, on the same rows and inputs. It is a row of the report's baselines and a line of its
    /// diagnosis, and cannot predict. Of a time budget it gets the last fifth. Only for tables. Default: none.
    /// </summary>
    public ComparedModel? CompareWith { get; init; }

    /// <summary>
    /// Explains the network in the report: the importance of each column, on rows that it was not trained on. Only for tables. Default: no
    /// explanation.
    /// </summary>
    public ExplainSpec? Explain { get; init; }

    /// <summary>
    /// Calibrates the probabilities of the classes on rows that the network was not trained on, if this lowers the log loss. Only for
    /// classification. Default: the probabilities of the network.
    /// </summary>
    public ProbabilityCalibration? Calibrate { get; init; }

    /// <summary>
    /// From which probability on the model answers a class. Only for two classes. Default: the model answers the most probable class.
    /// </summary>
    public ThresholdSpec? Threshold { get; init; }

    /// <summary>
    /// Trains the spec many times with different values and keeps the best network. Trials of one shape are trained in lockstep. Default: one
    /// training.
    /// </summary>
    public SearchSpec? Search { get; init; }
}
