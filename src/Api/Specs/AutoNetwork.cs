using System.Text.Json.Nodes;
using LearnML.Api.Requests;
using LearnML.Api.Specs.Datasets;
using LearnML.Contracts;
using LearnML.Training.Datasets.Tables;

namespace LearnML.Api.Specs;

/// <summary>
/// Completes a spec for a table that has <c>"network": "auto"</c> or no network: network, preprocessing, optimizer and stopping follow from the
/// number of rows and the task by fixed rules, never from scores. Fields that the spec gives stay. The result is a spec that could be written by
/// hand.
/// </summary>
internal static class AutoNetwork
{
    /// <summary>The value of <c>network</c> that asks for it.</summary>
    public const string Keyword = "auto";

    private const int Epochs = 120;
    private const int Patience = 16;

    /// <summary>Whether a spec asks for it, or would get it by default if its dataset is a table.</summary>
    public static bool MayApplyTo(JsonObject spec) =>
        spec["network"] is null || (spec["network"] is JsonValue network && network.TryGetValue(out string? word)
            && word.Equals(Keyword, StringComparison.OrdinalIgnoreCase));

    /// <summary>Returns a spec without the keyword; images and unknown datasets keep their usual defaults.</summary>
    public static JsonObject RemoveFrom(JsonObject spec)
    {
        var rest = (JsonObject)spec.DeepClone();
        rest.Remove("network");
        return rest;
    }

    /// <summary>Returns a spec with everything filled in that it leaves open.</summary>
    /// <param name="spec">The spec, with the keyword or without a network.</param>
    /// <param name="table">The table.</param>
    public static JsonObject Complete(JsonObject spec, TableDataset table)
    {
        var given = RemoveFrom(spec);
        return (JsonObject)MergePatch.Apply(CreateDefaults(given, table), given)!;
    }

    // Two hidden layers of 128 units in eight networks, trained side by side. The sources of the parts are in the page on specs.
    private static JsonObject CreateDefaults(JsonObject given, TableDataset table) => new()
    {
        ["network"] = new JsonObject
        {
            ["hidden"] = new JsonArray(128, 128),
            ["parametricActivation"] = 0.1,
            ["dropout"] = 0.2,
            ["inputScale"] = 20,
            ["categoryEmbedding"] = HasManyCategories(given, table) ? new JsonObject() : null,
            ["ensemble"] = 8,
        },
        ["preprocessing"] = new JsonObject
        {
            ["scaling"] = "quantile",
            ["missingIndicators"] = true,
            ["bins"] = 12,
            ["minimumCategoryRows"] = 3,
            ["target"] = IsRegression(given, table) ? "standardize" : "auto",
        },
        ["optimizer"] = new JsonObject
        {
            ["kind"] = "adamW",
            ["learningRate"] = 0.002,
            ["weightDecay"] = 0.01,
            ["decayBiases"] = false,
            ["clipNorm"] = 1,
        },
        ["training"] = CreateTraining(given, table.Train.Profile.Rows),
        ["validation"] = CreateValidation(given["validation"] as JsonObject ?? []),
    };

    private static JsonObject CreateTraining(JsonObject given, int rows)
    {
        var epochs = (given["training"] as JsonObject)?["epochs"] is JsonValue value && value.TryGetValue(out int wanted) ? wanted : Epochs;
        return new JsonObject
        {
            ["epochs"] = epochs,
            ["batchSize"] = rows switch { < 500 => 32, < 1500 => 64, < 4000 => 128, _ => 256 },
            ["earlyStopping"] = epochs > 1 ? new JsonObject { ["patience"] = Math.Min(Patience, epochs - 1) } : null,
        };
    }

    private static JsonObject CreateValidation(JsonObject given)
    {
        if (given["folds"] is not null)
        {
            return new JsonObject { ["keep"] = "bestOfOtherFolds" };
        }

        var isTested = given["testPart"] is JsonValue testPart && testPart.TryGetValue(out bool value) && value;
        return given["holdout"] is null && !isTested ? new JsonObject { ["holdout"] = 0.2 } : [];
    }

    /// <summary>Whether a feature column has enough categories for an embedding.</summary>
    private static bool HasManyCategories(JsonObject given, TableDataset table)
    {
        var chosen = ((given["preprocessing"] as JsonObject)?["columns"] as JsonArray)?.Select(column => column?.ToString()).ToHashSet();
        return table.Train.Profile.Columns.Any(column => column.Type == ColumnType.Categorical && !column.Excluded
            && column.Distinct >= new CategoryEmbeddingSpec().MinimumCategories
            && column.Name != TargetName(given, table) && column.Name != given["weightColumn"]?.ToString()
            && chosen?.Contains(column.Name) != false);
    }

    private static string TargetName(JsonObject given, TableDataset table) =>
        (given["target"] is JsonValue target && target.TryGetValue(out string? column) ? column : table.Summary.Target) ?? "";

    private static bool IsRegression(JsonObject given, TableDataset table)
    {
        if (given["task"] is JsonValue task)
        {
            return task.TryGetValue(out string? word) && word.Equals("regression", StringComparison.OrdinalIgnoreCase);
        }

        return table.Train.Profile.FindColumn(TargetName(given, table)) is { } found && TargetTask.Default(found.Type) == LearningTask.Regression;
    }
}
