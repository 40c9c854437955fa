using System.Diagnostics;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Datasets;
using LearnML.Api.Hosting;
using LearnML.Api.Models.Predictions;
using LearnML.Api.Models.Registry;
using LearnML.Api.Models.Serving;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Scoring;
using LearnML.Training.Tables.Csv;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Models.Evaluations;

/// <summary>Handles evaluations: scores a model on the labelled rows of a CSV file or of a dataset.</summary>
/// <param name="resolver">Finds the model of a request.</param>
/// <param name="csv">Receives CSV files.</param>
/// <param name="datasets">The datasets.</param>
/// <param name="limit">Limits how many predictions and evaluations are computed at the same time.</param>
/// <param name="options">The settings.</param>
/// <param name="meter">Counts evaluations and measures how long they take.</param>
public sealed class EvaluationEndpoint(
    ModelResolver resolver,
    CsvEndpoint csv,
    DatasetLibrary datasets,
    PredictionLimit limit,
    IOptions<LearnMLOptions> options,
    ServingMeter meter)
{
    /// <summary>Scores a model on the rows of the request.</summary>
    /// <returns>The <see cref="Evaluation"/>, or a problem.</returns>
    /// <exception cref="BadHttpRequestException">The body is neither JSON nor CSV, or it is too large.</exception>
    public async Task<IResult> HandleAsync(ModelReference reference, HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            var result = await EvaluateAsync(reference, context);
            if (result is IStatusCodeHttpResult { StatusCode: >= 400 and var status })
            {
                meter.RecordNotAnswered(
                    ServingMeter.Evaluation,
                    status == StatusCodes.Status503ServiceUnavailable ? PredictionOutcome.Refused : PredictionOutcome.Invalid);
            }

            return result;
        }
        catch (Exception exception)
        {
            meter.RecordNotAnswered(ServingMeter.Evaluation, exception, context.RequestAborted);
            throw;
        }
    }

    private async Task<IResult> EvaluateAsync(ModelReference reference, HttpContext context)
    {
        if (await resolver.ResolveAsync(reference, context.RequestAborted) is not var (version, model))
        {
            return ModelProblems.NotFound(reference);
        }

        var scorer = new ModelScorer(model.Predictor);
        if (CsvEndpoint.IsCsv(context.Request))
        {
            return await csv.ReceiveAsync(model.Predictor, context, (content, encoding) => ScoreAsync(version, context, "body", cancellationToken =>
                scorer.ScoreCsv(content, encoding, options.Value.Limits.TableColumns, cancellationToken)));
        }

        var errors = new FieldErrors();
        var body = await JsonBody.BindAsync(context);
        var request = new StrictJsonReader(errors).Read<EvaluationRequest>(body?.Json);
        if (!errors.IsEmpty)
        {
            return TypedResults.ValidationProblem(errors.ToDictionary());
        }

        // The answer shows rows of the dataset, which only callers may see that can read datasets.
        if (!CallerClaims.HasScope(context.User, Scope.Read))
        {
            return TypedResults.Problem(
                "To score a model on a dataset, the key needs the scope read beside predict. Or send the rows as text/csv.",
                statusCode: StatusCodes.Status403Forbidden);
        }

        if (await datasets.FindAsync(request!.Dataset, context.RequestAborted) is null)
        {
            return TypedResults.ValidationProblem(new Dictionary<string, string[]>
            {
                ["dataset"] = [$"there is no dataset '{request.Dataset}'; GET /api/datasets lists them"],
            });
        }

        return limit.IsFull ? limit.LimitReached(context) : await EvaluateDatasetAsync(request, version, scorer, context);
    }

    private async Task<IResult> EvaluateDatasetAsync(EvaluationRequest request, ModelVersion version, ModelScorer scorer, HttpContext context)
    {
        var dataset = await datasets.LoadAsync(request.Dataset, context.RequestAborted);
        try
        {
            return DatasetToScore.FindProblem(dataset, request.Part, scorer.Description) is { } problem
                ? TypedResults.ValidationProblem(new Dictionary<string, string[]> { [problem.Field] = [problem.Reason] })
                : await ScoreAsync(version, context, "dataset", cancellationToken =>
                    DatasetToScore.Score(scorer, dataset, request.Part, cancellationToken));
        }
        catch (Exception exception) when (UploadStore.IsMissing(exception))
        {
            throw UploadStore.FileMissing(request.Dataset, exception);
        }
    }

    // Rows that have been received completely are not refused: they wait until they can be scored.
    private async Task<IResult> ScoreAsync(ModelVersion version, HttpContext context, string field, Func<CancellationToken, Scores> score)
    {
        var start = Stopwatch.GetTimestamp();
        await limit.EnterAsync(context.RequestAborted);
        try
        {
            var scores = await Task.Run(() => score(context.RequestAborted), context.RequestAborted);
            meter.RecordAnswered(ServingMeter.Evaluation, scores.Rows, start);
            return TypedResults.Ok(ToEvaluation(version, scores));
        }
        catch (TableFormatException exception)
        {
            return TypedResults.ValidationProblem(
                new Dictionary<string, string[]> { [field] = [.. exception.Problems.Select(problem => problem.ToString())] }, exception.Message);
        }
        finally
        {
            limit.Exit();
        }
    }

    private static Evaluation ToEvaluation(ModelVersion version, Scores scores) => new()
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
        Samples = scores.Details.Samples,
        Worst = scores.Details.Worst,
        Values = scores.Details.Values,
        Warnings = scores.Warnings,
    };
}
