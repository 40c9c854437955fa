using System.Text.Json.Nodes;
using LearnML.Api.Specs.Datasets;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;

namespace LearnML.Api.Specs;

/// <summary>
/// Fills in the defaults of a spec that depend on the dataset or on other fields. All other defaults are those of the records in the contracts.
/// </summary>
internal static class SpecDefaults
{
    private const double TableLearningRate = 0.003;
    private const int TableEpochs = 50;
    private const int TableBatchSize = 64;
    private const double SearchTestFraction = 0.2;

    /// <summary>Returns the spec with these defaults filled in.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="json">The spec as it was sent; it shows which fields were left out.</param>
    /// <param name="dataset">The dataset of the spec; null if it is unknown.</param>
    public static JobSpec Fill(JobSpec spec, JsonNode json, DatasetSummary? dataset)
    {
        spec = dataset?.Kind == DatasetKind.Table ? ForTable(spec, json) : spec;

        // The kind, the epochs and the batch size are written to JSON only if they are set.
        return spec with
        {
            Target = spec.Target ?? dataset?.Target,
            Model = spec.Model ?? spec.Dataset,
            Network = Fill(spec.Network),
            Optimizer = spec.Optimizer with
            {
                Kind = spec.Optimizer.Kind,
                LearningRate = spec.Optimizer.LearningRate ?? OptimizerSpec.DefaultLearningRate(spec.Optimizer.Kind),
            },
            Training = spec.Training with { Epochs = spec.Training.Epochs, BatchSize = spec.Training.BatchSize },
            Search = spec.Search is { Algorithm: not SearchAlgorithm.Grid } search
                ? search with { Trials = search.Trials ?? SearchSpec.DefaultTrials }
                : spec.Search,
        };
    }

    /// <summary>Returns the spec with the task that its target leads to. Images are classified.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="table">The table; null for images and for an unknown dataset.</param>
    public static JobSpec FillTask(JobSpec spec, TableDataset? table) => spec with
    {
        Task = spec.Task
            ?? (table is null ? LearningTask.Classification : table.Train.Profile.FindColumn(spec.Target ?? "") is { } target
                ? TargetTask.Default(target.Type) : null),
        Validation = spec.Validation with { TestFraction = spec.Validation.TestFraction ?? TestFractionOfSearch(spec, table) },
    };

    /// <summary>
    /// A search chooses by the validation rows, so it needs others to tell how good its choice is. A test part or a labelled test file has them.
    /// </summary>
    private static double? TestFractionOfSearch(JobSpec spec, TableDataset? table) =>
        spec.Search is null || table is null || table.Test?.HasColumn(spec.Target ?? "") == true
            || TestFraction.FindProblem(SearchTestFraction, table.Train.Profile.Rows, spec.Validation.Folds) is not null
            ? null : SearchTestFraction;

    private static NetworkSpec Fill(NetworkSpec network) =>
        FillLayers(network with { PeriodicEmbedding = network.PeriodicEmbedding?.WithDefaults() });

    private static NetworkSpec FillLayers(NetworkSpec network) => network.Layers is not null ? network : network with
    {
        Hidden = network.Hidden ?? NetworkSpec.DefaultHidden,
        Activation = network.Activation ?? NetworkSpec.DefaultActivation,
        Normalization = network.Normalization ?? Normalization.None,
        Dropout = network.Dropout ?? [],
        InputDropout = network.InputDropout ?? 0,
    };

    /// <summary>
    /// Fills in the defaults of tables. Tables have features of very different importance and often few rows, so they default to Adam and more
    /// steps. Images train well with SGD. A holdout of few rows scores better if it has every class or range of the target.
    /// </summary>
    private static JobSpec ForTable(JobSpec spec, JsonNode json) => spec with
    {
        Optimizer = IsGiven(json, "optimizer", "kind")
            ? spec.Optimizer
            : spec.Optimizer with { Kind = OptimizerKind.Adam, LearningRate = spec.Optimizer.LearningRate ?? TableLearningRate },
        Training = spec.Training with
        {
            Epochs = IsGiven(json, "training", "epochs") ? spec.Training.Epochs : TableEpochs,
            BatchSize = IsGiven(json, "training", "batchSize") ? spec.Training.BatchSize : TableBatchSize,
        },
        Validation = spec.Validation.TestPart
            ? spec.Validation
            : spec.Validation with { Assignment = spec.Validation.Assignment ?? AssignmentForTable(spec.Validation) },
    };

    private static FoldAssignment AssignmentForTable(ValidationSpec validation) => validation switch
    {
        { TimeColumn: not null } => FoldAssignment.Time,
        { GroupColumn: not null } => FoldAssignment.Group,
        { Folds: not null } => FoldAssignment.Shuffled,
        _ => FoldAssignment.Stratified,
    };

    private static bool IsGiven(JsonNode json, string part, string field) => (json[part] as JsonObject)?[field] is not null;
}
