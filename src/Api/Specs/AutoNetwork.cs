using System.Text.Json.Nodes;
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
    private const int MinimumCategoryRows = 3;

    /// <summary>Whether a spec, or a patch of one, has the keyword.</summary>
    public static bool IsAskedBy(JsonNode? spec) =>
        spec is JsonObject fields && fields["network"] is JsonValue network && network.TryGetValue(out string? word)
            && word.Equals(Keyword, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a spec asks for it, or would get it by default if its dataset is a table.</summary>
    public static bool MayApplyTo(JsonObject spec) => spec["network"] is null || IsAskedBy(spec);

    /// <summary>
    /// Returns what is left of a spec to which somebody adds the keyword: the data and how it is split. Network, optimizer and training, the encoding
    /// of the columns and the choice of the epoch go, because they belong to the network that is replaced.
    /// </summary>
    public static JsonObject KeepDataOf(JsonObject spec)
    {
        var rest = RemoveFrom(spec);
        rest.Remove("optimizer");
        rest.Remove("training");
        (rest["validation"] as JsonObject)?.Remove("keep");
        if (rest["preprocessing"] is JsonObject preprocessing)
        {
            rest["preprocessing"] = new JsonObject(preprocessing.Where(field => field.Key == "columns")
                .Select(field => KeyValuePair.Create(field.Key, field.Value?.DeepClone())));
        }

        return rest;
    }

    /// <summary>Returns a spec without the keyword; images and unknown datasets keep their usual defaults.</summary>
    public static JsonObject RemoveFrom(JsonObject spec)
    {
        var rest = (JsonObject)spec.DeepClone();
        rest.Remove("network");
        return rest;
    }

    /// <summary>Chooses everything that a spec leaves open.</summary>
    /// <param name="spec">The spec, with the keyword or without a network.</param>
    /// <param name="table">The table.</param>
    public static AutoChoices Choose(JsonObject spec, TableDataset table)
    {
        var given = RemoveFrom(spec);
        return new AutoChoices(CreateDefaults(given, table), given);
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
            ["minimumCategoryRows"] = MinimumCategoryRows,
            ["target"] = IsRegression(given, table) ? "standardize" : "auto",
        },
        ["optimizer"] = new JsonObject
        {
            ["kind"] = "adamW",
            ["learningRate"] = 0.002,
            ["weightDecay"] = 0.01,
            ["decayBiases"] = false,
            ["clipNorm"] = (given["optimizer"] as JsonObject)?["clipValue"] is null ? 1 : null,
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
            ["earlyStopping"] = epochs > 1 && CanStopEarly(given["validation"] as JsonObject)
                ? new JsonObject { ["patience"] = Math.Min(Patience, epochs - 1) } : null,
        };
    }

    // Early stopping needs validation rows, and keeps the best epoch.
    private static bool CanStopEarly(JsonObject? validation) =>
        !(validation?["holdout"] is JsonValue holdout && holdout.TryGetValue(out double share) && share == 0)
        && !(validation?["keep"] is JsonValue keep && keep.TryGetValue(out string? word) && word.Equals("last", StringComparison.OrdinalIgnoreCase));

    private static JsonObject CreateValidation(JsonObject given)
    {
        if (given["folds"] is not null)
        {
            return new JsonObject { ["keep"] = "bestOfOtherFolds" };
        }

        var isTested = given["testPart"] is JsonValue testPart && testPart.TryGetValue(out bool value) && value;
        return given["holdout"] is null && !isTested ? new JsonObject { ["holdout"] = 0.2 } : [];
    }

    /// <summary>Whether a feature column has enough categories for an embedding, as far as the whole table tells.</summary>
    private static bool HasManyCategories(JsonObject given, TableDataset table)
    {
        var preprocessing = given["preprocessing"] as JsonObject;
        var chosen = (preprocessing?["columns"] as JsonArray)?.Select(column => column?.ToString()).ToHashSet();
        var counted = new PreprocessingSpec
        {
            MinimumCategoryRows = ReadCount("minimumCategoryRows") ?? MinimumCategoryRows,
            MaximumCategories = ReadCount("maximumCategories") ?? new PreprocessingSpec().MaximumCategories,
        };
        return table.Train.Profile.Columns.Any(column => column.Type == ColumnType.Categorical && !column.Excluded
            && FrequentCategories.CountWithRare(column, counted) >= new CategoryEmbeddingSpec().MinimumCategories
            && column.Name != TargetName(given, table) && column.Name != given["weightColumn"]?.ToString()
            && chosen?.Contains(column.Name) != false);

        // The spec is not checked yet. A number that is no count gets its error later.
        int? ReadCount(string name) => preprocessing?[name] is JsonValue value && value.TryGetValue(out int count) && count > 0 ? count : null;
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
