using System.Globalization;
using System.Text.Json.Nodes;
using LearnML.Api.Hosting;
using LearnML.Contracts;

namespace LearnML.Api.Models.Cards;

/// <summary>
/// Writes the model card of a version: data, task, scores with baselines, limits, importance and how to call it (Mitchell et al. 2019,
/// https://doi.org/10.1145/3287560.3287596).
/// </summary>
/// <param name="version">The version.</param>
/// <param name="report">The report of its job; null if there is none here.</param>
/// <param name="example">An example of an input; null without one.</param>
/// <param name="isImage">Whether the version takes images.</param>
internal sealed class ModelCard(ModelVersion version, Report? report, JsonNode? example, bool isImage)
{
    private const int MaximumListed = 20;

    /// <summary>Writes the card.</summary>
    /// <param name="card">The empty document.</param>
    /// <param name="address">The address of the service, for the call.</param>
    public string Write(CardDocument card, string address)
    {
        card.AddHeading(1, $"{version.Name}, version {Format(version.Version)}");
        WriteData(card);
        WriteScores(card);
        WriteCertainty(card);
        WriteLimits(card);
        WriteImportance(card);
        WriteCall(card, address);
        return card.Finish(CardMetadata.Create(version, isImage));
    }

    private static string Format(IFormattable value) => value.ToString(value is double ? "0.######" : null, CultureInfo.InvariantCulture);

    private void WriteData(CardDocument card)
    {
        card.AddHeading(2, "Data and task");
        var spec = version.Spec;
        card.AddTable(["what", "value"],
        [
            ["Task", EnumNames.Format(version.Task) + (report?.TaskReason is { } reason ? $": {reason}" : "")],
            ["Target", spec?.Target ?? "unknown"],
            .. version.Classes is { } classes
                ? new[] { new[] { "Classes", string.Join(", ", classes.Take(MaximumListed)) + (classes.Count > MaximumListed ? ", ..." : "") } } : [],
            ["Dataset", version.Dataset],
            ["SHA-256 of the dataset", version.DatasetHash ?? "unknown"],
            ["Network", $"{Format(version.Parameters)} parameters, epoch {Format(version.Epoch)}"
                + (spec is { Network.Ensemble: > 1 } ? $", an ensemble of {Format(spec.Network.Ensemble)} networks" : "")],
            ["Trained", version.CreatedAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + (version.IsImported ? ", imported" : "")],
            ["Job", version.JobId.ToString()],
        ]);
    }

    private void WriteScores(CardDocument card)
    {
        card.AddHeading(2, "Scores");
        var baselines = report?.TestBaselines ?? report?.Baselines;
        (string Name, Metrics? Metrics)[] columns =
        [
            (version.Test is null ? "validation rows" : "test rows", version.Test ?? version.Validation),
            ("training rows", report?.Train),
            ("baseline: always the same", baselines?.Constant),
            ("baseline: linear model", baselines?.Linear),
            ("baseline: boosted trees", baselines?.BoostedTrees),
        ];
        var shown = columns.Where(column => column.Metrics is not null)
            .Select(column => (column.Name, Values: CardMetrics.List(column.Metrics!).ToDictionary())).ToArray();
        card.AddTable(
            ["metric", .. shown.Select(column => column.Name)],
            shown[0].Values.Keys.Select(metric => (IReadOnlyList<string>)
                [metric, .. shown.Select(column => column.Values.TryGetValue(metric, out var value) ? Format(value) : "")]));
        if (baselines is { Gains.Count: > 0 })
        {
            card.AddParagraph("What the network gains over the better baseline, with a 95 % interval:");
            card.AddList(baselines.Gains.Select(gain =>
                $"{EnumNames.Format(gain.Metric)}: {Format(gain.Gain)} ({Format(gain.Lower)} to {Format(gain.Upper)})"));
        }
    }

    private void WriteCertainty(CardDocument card)
    {
        string[] items =
        [
            .. (report?.Intervals ?? []).Select(interval =>
                $"Intervals of the level {Format(interval.Level)}: median width {Format(interval.Width)}{FormatCoverage(interval.Coverage)}"),
            .. (report?.Sets ?? []).Select(set =>
                $"Sets of the level {Format(set.Level)}: {Format(set.Size)} classes on average{FormatCoverage(set.Coverage)}"),
            .. report?.Temperature is { IsApplied: true } temperature
                ? new[] { $"Temperature of the probabilities: {Format(temperature.Value)}" } : [],
            .. report?.Threshold is { } threshold
                ? new[] { $"The class {threshold.Positive} is answered from the probability {Format(threshold.Value)} on" } : [],
        ];
        if (items.Length > 0)
        {
            card.AddHeading(2, "How sure it is");
            card.AddList(items);
        }
    }

    private static string FormatCoverage(double? coverage) => coverage is { } share ? $", coverage {Format(share)}" : "";

    private void WriteLimits(CardDocument card)
    {
        card.AddHeading(2, "Limits");
        string[] limits =
        [
            .. (report?.Diagnosis ?? []).Select(diagnosis => diagnosis.Message),
            .. (report?.Attention ?? []).Select(attention =>
                attention.Column is null ? attention.Message : $"{attention.Column}: {attention.Message}"),
        ];
        if (limits.Length > 0)
        {
            card.AddList(limits);
            return;
        }

        card.AddParagraph(report is null
            ? "The report of the job is not in this service, so nothing is known about limits."
            : "Nothing was found in the data and the training. Rows that differ from the training rows can be predicted worse.");
    }

    private void WriteImportance(CardDocument card)
    {
        if (report?.Importance is { Count: > 0 } importance)
        {
            card.AddHeading(2, "Importance of the columns");
            card.AddParagraph("The rise of the loss if the values of a column are shuffled, with a 95 % interval.");
            card.AddTable(["column", "rise of the loss", "interval"], importance.Take(MaximumListed).Select(column => (IReadOnlyList<string>)
                [column.Column, Format(column.Mean), $"{Format(column.Low)} to {Format(column.High)}"]));
        }
    }

    private void WriteCall(CardDocument card, string address)
    {
        card.AddHeading(2, "How to call it");
        var route = $"{address}/api/models/{version.Name}/versions/{Format(version.Version)}";
        var body = isImage ? """{"instances": [[0, 0, ...]]}""" : $$"""{"rows": [{{example?.ToJsonString() ?? "{}"}}]}""";
        var quoted = body.Replace("'", @"'\''", StringComparison.Ordinal);
        card.AddShell($"curl -s {route}/predict \\\n  -H 'Content-Type: application/json' -d '{quoted}'");
        card.AddParagraph($"The JSON Schema of an input is at {route}/schema.");
    }
}
