using System.Globalization;
using System.Text.Json;
using LearnML.Api.Models.Serving;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Explanations;
using LearnML.Training.Predicting;
using LearnML.Training.Scoring;
using LearnML.Training.Tables.Columns;

namespace LearnML.Api.Models.Evaluations;

/// <summary>Computes the permutation importance of a model's columns on labelled rows.</summary>
/// <param name="repeats">The number of shuffles of each column.</param>
/// <param name="seed">The seed of the shuffles.</param>
/// <param name="groups">The columns that are shuffled together, each group as a JSON array of names.</param>
internal sealed class ImportanceComputation(int repeats, long seed, IReadOnlyList<string> groups) : ILabelledRowsComputation
{
    private const string GroupField = "group";

    private readonly List<IReadOnlyList<string>> parsedGroups = [];

    public string Form => ServingMeter.Explanation;

    private ImportanceSettings Settings => new(repeats, seed, parsedGroups);

    public void Check(CheckpointDescription model, FieldErrors errors)
    {
        errors.Require(
            repeats is >= ExplainSpec.MinimumRepeats and <= ExplainSpec.MaximumRepeats,
            nameof(repeats),
            string.Create(CultureInfo.InvariantCulture, $"must be from {ExplainSpec.MinimumRepeats} to {ExplainSpec.MaximumRepeats}"));
        if (model.Table is null)
        {
            errors.Add("model", "the model takes images; only the columns of a table have an importance");
            return;
        }

        foreach (var group in groups)
        {
            if (ParseGroup(group) is { } names)
            {
                parsedGroups.Add(names);
            }
            else
            {
                errors.Add(GroupField, """must be a JSON array of two or more column names: ["a","b"]""");
            }
        }

        var columns = new ColumnNames([.. model.Table.Columns.Select(column => column.Name)]);
        foreach (var reason in ColumnGroups.FindProblems(parsedGroups, columns))
        {
            errors.AddLimited(GroupField, reason);
        }
    }

    public (int Rows, IResult Answer) ComputeCsv(
        ModelVersion version, Predictor predictor, Stream content, string? encoding, int maximumColumns, CancellationToken cancellationToken) =>
        ToAnswer(version, predictor, new ModelExplainer(predictor, Settings).ExplainCsv(content, encoding, maximumColumns, cancellationToken));

    public (int Rows, IResult Answer) ComputeDataset(
        ModelVersion version, Predictor predictor, Dataset dataset, DatasetPart part, CancellationToken cancellationToken)
    {
        var table = (TableDataset)dataset;
        return ToAnswer(version, predictor, new ModelExplainer(predictor, Settings).ExplainTable(
            part == DatasetPart.Train ? table.Train : table.Test!, table.Summary.Name, cancellationToken));
    }

    private static string[]? ParseGroup(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<string?[]>(json) is { Length: > 1 } names && names.OfType<string>().ToArray() is var texts
                && texts.Length == names.Length ? texts : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private (int Rows, IResult Answer) ToAnswer(ModelVersion version, Predictor predictor, ImportanceScores scores) =>
        (scores.Rows, TypedResults.Ok(new ModelExplanation
        {
            Model = version.Name,
            Version = version.Version,
            Task = predictor.Description.Target is null ? LearningTask.Classification : LearningTask.Regression,
            Rows = scores.Rows,
            UsedRows = scores.UsedRows,
            Repeats = repeats,
            Seed = seed,
            Importance = scores.Importance,
            Warnings = scores.Warnings,
        }));
}
