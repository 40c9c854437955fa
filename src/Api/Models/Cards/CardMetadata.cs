using System.Globalization;
using System.Text;
using System.Text.Json;
using LearnML.Contracts;

namespace LearnML.Api.Models.Cards;

/// <summary>
/// The metadata at the head of a model card, in YAML, as Hugging Face reads it (https://huggingface.co/docs/hub/model-cards#model-card-metadata).
/// </summary>
internal static class CardMetadata
{
    /// <summary>Returns the metadata of a version.</summary>
    /// <param name="version">The version.</param>
    /// <param name="isImage">Whether the version takes images.</param>
    public static string Create(ModelVersion version, bool isImage)
    {
        var isClassification = version.Task == LearningTask.Classification;
        var task = isImage ? "image-classification" : isClassification ? "tabular-classification" : "tabular-regression";
        var yaml = new StringBuilder();
        yaml.Append("library_name: learnml\n")
            .Append(CultureInfo.InvariantCulture, $"pipeline_tag: {task}\n")
            .Append(CultureInfo.InvariantCulture, $"tags:\n- learnml\n- {task}\n")
            .Append(CultureInfo.InvariantCulture, $"datasets:\n- {Quote(version.Dataset)}\n")
            .Append(CultureInfo.InvariantCulture, $"model-index:\n- name: {Quote(version.Name)}\n  results:\n  - task:\n      type: {task}\n")
            .Append(CultureInfo.InvariantCulture, $"    dataset:\n      name: {Quote(version.Dataset)}\n      type: {Quote(version.Dataset)}\n")
            .Append(CultureInfo.InvariantCulture, $"      split: {(version.Test is null ? "validation" : "test")}\n    metrics:\n");
        foreach (var (name, value) in CardMetrics.List(version.Test ?? version.Validation))
        {
            yaml.Append(CultureInfo.InvariantCulture, $"    - type: {name}\n      value: {value}\n");
        }

        return yaml.ToString();
    }

    // A JSON string is a YAML string.
    private static string Quote(string text) => JsonSerializer.Serialize(text);
}
