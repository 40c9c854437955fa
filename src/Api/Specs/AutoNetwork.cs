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
        !spec.ContainsKey("network") || (spec["network"] is JsonValue network && network.TryGetValue(out string? word) && word == Keyword);

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
        return (JsonObject)MergePatch.Apply(CreateDefaults(given, table.Train.Profile.Rows, IsRegression(given, table)), given)!;
    }

    // Two hidden layers of 128 units in eight networks, trained side by side. The sources of the parts are in the page on specs.
    private static JsonObject CreateDefaults(JsonObject given, int rows, bool isRegression) => new()
    {
        ["network"] = new JsonObject
        {
            ["hidden"] = new JsonArray(128, 128),
            ["parametricActivation"] = 0.1,
            ["dropout"] = 0.2,
            ["inputScale"] = 20,
            ["ensemble"] = 8,
        },
        ["preprocessing"] = new JsonObject
        {
            ["scaling"] = "quantile",
            ["missingIndicators"] = true,
            ["bins"] = 12,
            ["minimumCategoryRows"] = 3,
            ["target"] = isRegression ? "standardize" : "auto",
        },
        ["optimizer"] = new JsonObject
        {
            ["kind"] = "adamW",
            ["learningRate"] = 0.002,
            ["weightDecay"] = 0.01,
            ["decayBiases"] = false,
            ["clipNorm"] = 1,
        },
        ["training"] = CreateTraining(given, rows),
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

        return given["holdout"] is null && given["testPart"] is null ? new JsonObject { ["holdout"] = 0.2 } : [];
    }

    private static bool IsRegression(JsonObject given, TableDataset table)
    {
        if (given["task"] is JsonValue task)
        {
            return task.TryGetValue(out string? word) && word == "regression";
        }

        var name = given["target"] is JsonValue target && target.TryGetValue(out string? column) ? column : table.Summary.Target;
        return table.Train.Profile.FindColumn(name ?? "") is { } found && TargetTask.Default(found.Type) == LearningTask.Regression;
    }
}
