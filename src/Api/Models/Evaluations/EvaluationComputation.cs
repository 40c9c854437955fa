using LearnML.Api.Models.Serving;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Checkpoints;
using LearnML.Training.Datasets;
using LearnML.Training.Predicting;
using LearnML.Training.Scoring;

namespace LearnML.Api.Models.Evaluations;

/// <summary>Scores a model on labelled rows.</summary>
internal sealed class EvaluationComputation : ILabelledRowsComputation
{
    public string Form => ServingMeter.Evaluation;

    public void Check(CheckpointDescription model, FieldErrors errors)
    {
    }

    public (int Rows, IResult Answer) ComputeCsv(
        ModelVersion version, Predictor predictor, Stream content, string? encoding, int maximumColumns, CancellationToken cancellationToken) =>
        ToAnswer(version, new ModelScorer(predictor).ScoreCsv(content, encoding, maximumColumns, cancellationToken));

    public (int Rows, IResult Answer) ComputeDataset(
        ModelVersion version, Predictor predictor, Dataset dataset, DatasetPart part, CancellationToken cancellationToken) =>
        ToAnswer(version, DatasetToScore.Score(new ModelScorer(predictor), dataset, part, cancellationToken));

    private static (int Rows, IResult Answer) ToAnswer(ModelVersion version, Scores scores) => (scores.Rows, TypedResults.Ok(new Evaluation
    {
        Model = version.Name,
        Version = version.Version,
        Task = scores.Details.Task,
        Rows = scores.Rows,
        Metrics = scores.Metrics,
        Constant = scores.Constant,
        Classes = scores.Details.Classes,
        ConfusionMatrix = scores.Details.ConfusionMatrix,
        PerClass = scores.Details.PerClass,
        Curves = scores.Details.Curves,
        Samples = scores.Details.Samples,
        Worst = scores.Details.Worst,
        Values = scores.Details.Values,
        Warnings = scores.Warnings,
    }));
}
