namespace LearnML.Contracts;

/// <summary>
/// Everything that determines a run, its seed included. Immutable. It is the whole body of <c>POST /api/jobs</c>;
/// every part but <see cref="Dataset"/> may be left out and then has the default documented here.
/// </summary>
public sealed record JobSpec
{
    /// <summary>The name of the dataset to learn from, for example <c>fashion-mnist</c>. Required.</summary>
    public required string Dataset { get; init; }

    /// <summary>The column to predict. Default: the dataset's own (<c>label</c> for images).</summary>
    public string? Target { get; init; }

    /// <summary>
    /// What to predict of the target. Default: its class if it is categorical or boolean, its value if it is numeric.
    /// </summary>
    public LearningTask? Task { get; init; }

    /// <summary>The model that the finished job adds a version to. Default: the dataset's name.</summary>
    public string? Model { get; init; }

    /// <summary>The network between the inputs and the output layer, which is added from the target.</summary>
    public NetworkSpec Network { get; init; } = new();

    /// <summary>How a table's rows become numbers. Belongs to tables.</summary>
    public PreprocessingSpec? Preprocessing { get; init; }

    /// <summary>How the weights are changed from their gradients.</summary>
    public OptimizerSpec Optimizer { get; init; } = new();

    /// <summary>How long, in what portions, from which seed and where.</summary>
    public TrainingSpec Training { get; init; } = new();

    /// <summary>The rows that the network is scored on.</summary>
    public ValidationSpec Validation { get; init; } = new();
}
