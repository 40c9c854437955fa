using System.Globalization;
using LearnML.Api.Models.Serving;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets;
using LearnML.Training.Datasets.Tables;
using LearnML.Training.Predicting;
using LearnML.Training.Scoring;
using LearnML.Training.Tables.Columns;

namespace LearnML.Api.Models.Evaluations;

/// <summary>Computes the effects of a model's columns on rows.</summary>
/// <param name="columns">The column, or the pair; empty for each column.</param>
/// <param name="points">The maximum number of values of a column.</param>
/// <param name="className">The class whose probability is the prediction; null for the default.</param>
internal sealed class EffectsComputation(IReadOnlyList<string> columns, int points, string? className) : ILabelledRowsComputation
{
    private const string ClassField = "class";
    private const string ColumnField = "column";

    public string Form => ServingMeter.Explanation;

    public void Check(CheckpointDescription model, FieldErrors errors)
    {
        errors.Require(points is >= ModelEffects.MinimumPoints and <= ModelEffects.MaximumPoints, nameof(points), string.Create(
            CultureInfo.InvariantCulture, $"must be from {ModelEffects.MinimumPoints} to {ModelEffects.MaximumPoints}"));
        if (model.Table is null)
        {
            errors.Add("model", "the model takes images; only the columns of a table have effects");
            return;
        }

        errors.Require(columns.Count <= 2, ColumnField, "must be given once for a column, or twice for a pair");
        errors.Require(columns.Distinct(StringComparer.Ordinal).Count() == columns.Count, ColumnField, "must be two different columns");
        var names = new ColumnNames([.. model.Table.Columns.Select(column => column.Name)]);
        foreach (var name in columns.Where(name => names.IndexOf(name) < 0))
        {
            var near = names.FindNearest(name) is { } similar ? $"; did you mean '{similar}'?" : "";
            errors.AddLimited(ColumnField, $"the model has no column '{name}'{near}");
        }

        CheckClass(model, errors);
    }

    public (int Rows, IResult Answer) ComputeCsv(
        ModelVersion version, Predictor predictor, Stream content, string? encoding, int maximumColumns, CancellationToken cancellationToken) =>
        ToAnswer(version, predictor, CreateExplainer(predictor).ExplainCsv(content, encoding, maximumColumns, cancellationToken));

    public (int Rows, IResult Answer) ComputeDataset(
        ModelVersion version, Predictor predictor, Dataset dataset, DatasetPart part, CancellationToken cancellationToken)
    {
        var table = (TableDataset)dataset;
        return ToAnswer(version, predictor, CreateExplainer(predictor).ExplainTable(
            part == DatasetPart.Train ? table.Train : table.Test!, table.Summary.Name, cancellationToken));
    }

    /// <summary>Of two classes, the default is the positive class of the threshold, or the second one.</summary>
    private static int DefaultClass(CheckpointDescription model) => model.Classes.Count == 2 ? model.Threshold?.Positive ?? 1 : 0;

    private void CheckClass(CheckpointDescription model, FieldErrors errors)
    {
        var known = string.Join(", ", model.Classes.Take(FieldErrors.MaximumListed))
            + (model.Classes.Count > FieldErrors.MaximumListed ? ", ..." : "");
        if (model.Target is not null)
        {
            errors.Require(className is null, ClassField, "only applies to models that predict classes, and this model predicts numbers");
        }
        else if (className is null)
        {
            errors.Require(model.Classes.Count == 2, ClassField, $"is required for more than two classes, which are {known}");
        }
        else
        {
            errors.Require(model.Classes.Contains(className), ClassField, $"the model has no class '{className}'; its classes are {known}");
        }
    }

    private int FindClass(CheckpointDescription model) => className is null ? DefaultClass(model) : model.Classes.ToList().IndexOf(className);

    private EffectExplainer CreateExplainer(Predictor predictor) => new(predictor, columns, points, FindClass(predictor.Description));

    private (int Rows, IResult Answer) ToAnswer(ModelVersion version, Predictor predictor, EffectScores scores) =>
        (scores.Rows, TypedResults.Ok(new ModelEffects
        {
            Model = version.Name,
            Version = version.Version,
            Task = predictor.Description.Target is null ? LearningTask.Classification : LearningTask.Regression,
            Class = predictor.Description.Target is null ? predictor.Description.Classes[FindClass(predictor.Description)] : null,
            Rows = scores.Rows,
            UsedRows = scores.UsedRows,
            Effects = scores.Effects,
            Warnings = scores.Warnings,
        }));
}
