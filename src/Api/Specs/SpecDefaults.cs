using System.Text.Json.Nodes;
using LearnML.Contracts;
using LearnML.Training.Fitting.Schedules;

namespace LearnML.Api.Specs;

/// <summary>Defaults that depend on the dataset or on other fields.</summary>
internal static class SpecDefaults
{
    private const double TableLearningRate = 0.003;
    private const int TableEpochs = 50;
    private const int TableBatchSize = 64;

    /// <summary>Returns the spec with these defaults filled in.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="json">The spec as it was sent; it shows which fields were left out.</param>
    /// <param name="dataset">The dataset of the spec; null if it is unknown.</param>
    public static JobSpec Fill(JobSpec spec, JsonNode json, DatasetSummary? dataset)
    {
        spec = dataset?.Kind == DatasetKind.Table ? ForTable(spec, json) : spec;
        return spec with
        {
            Target = spec.Target ?? dataset?.Target,
            Model = spec.Model ?? spec.Dataset,
            Network = spec.Network.Layers is not null ? spec.Network : spec.Network with
            {
                Hidden = spec.Network.Hidden ?? [256],
                Activation = spec.Network.Activation ?? Activation.Relu,
                Normalization = spec.Network.Normalization ?? Normalization.None,
                Dropout = spec.Network.Dropout ?? [],
                InputDropout = spec.Network.InputDropout ?? 0,
            },
            Optimizer = spec.Optimizer with { LearningRate = spec.Optimizer.LearningRate ?? LearningRateSchedule.DefaultRate(spec.Optimizer.Kind) },
        };
    }

    /// <summary>
    /// Fills in the defaults of tables. Tables have features of very different importance and often few rows, so they default to Adam and more
    /// steps. Images train well with SGD.
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
    };

    private static bool IsGiven(JsonNode json, string part, string field) => (json[part] as JsonObject)?[field] is not null;
}
