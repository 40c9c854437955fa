using System.Text.Json.Nodes;
using LearnML.Contracts;
using LearnML.Training.Fitting;

namespace LearnML.Api.Jobs;

/// <summary>Defaults that depend on the dataset or on other fields.</summary>
internal static class SpecDefaults
{
    private const double TableLearningRate = 0.003;
    private const int TableEpochs = 50;
    private const int TableBatchSize = 64;

    /// <summary>The spec with all of them filled in.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="json">The same as it was sent: it shows what was not said.</param>
    /// <param name="dataset">Its dataset; null where that is not known.</param>
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
            Optimizer = spec.Optimizer with { LearningRate = spec.Optimizer.LearningRate ?? LearningRates.Default(spec.Optimizer.Kind) },
        };
    }

    /// <summary>Tables have columns of very different worth, and often few rows: Adam and more steps, where images do well with SGD.</summary>
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
