using System.Diagnostics;
using LearnML.Api.Access.Scopes;
using LearnML.Api.Datasets;
using LearnML.Api.Hosting;
using LearnML.Api.Models.Predictions;
using LearnML.Api.Models.Registry;
using LearnML.Api.Models.Serving;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Predicting;
using LearnML.Training.Tables.Csv;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Models.Evaluations;

/// <summary>Handles requests with labelled rows, of a CSV file or of a dataset: scores a model on them, or explains it with them.</summary>
/// <param name="resolver">Finds the model of a request.</param>
/// <param name="csv">Receives CSV files.</param>
/// <param name="datasets">The datasets.</param>
/// <param name="limit">Limits how many predictions, evaluations and explanations are computed at the same time.</param>
/// <param name="options">The settings.</param>
/// <param name="meter">Counts evaluations and explanations and measures how long they take.</param>
public sealed class EvaluationEndpoint(
    ModelResolver resolver,
    CsvEndpoint csv,
    DatasetLibrary datasets,
    PredictionLimit limit,
    IOptions<LearnMLOptions> options,
    ServingMeter meter)
{
    /// <summary>Computes an answer from the rows of the request.</summary>
    /// <param name="reference">The model.</param>
    /// <param name="computation">What is computed.</param>
    /// <param name="context">The request.</param>
    /// <returns>The answer, or a problem.</returns>
    /// <exception cref="BadHttpRequestException">The body is neither JSON nor CSV, or it is too large.</exception>
    internal async Task<IResult> HandleAsync(ModelReference reference, ILabelledRowsComputation computation, HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        try
        {
            var result = await ComputeAsync(reference, computation, context);
            if (result is IStatusCodeHttpResult { StatusCode: >= 400 and var status })
            {
                meter.RecordNotAnswered(
                    computation.Form,
                    status == StatusCodes.Status503ServiceUnavailable ? PredictionOutcome.Refused : PredictionOutcome.Invalid);
            }

            return result;
        }
        catch (Exception exception)
        {
            meter.RecordNotAnswered(computation.Form, exception, context.RequestAborted);
            throw;
        }
    }

    private async Task<IResult> ComputeAsync(ModelReference reference, ILabelledRowsComputation computation, HttpContext context)
    {
        if (await resolver.ResolveAsync(reference, context.RequestAborted) is not var (version, model))
        {
            return ModelProblems.NotFound(reference);
        }

        var errors = new FieldErrors();
        computation.Check(model.Predictor.Description, errors);
        if (CsvEndpoint.IsCsv(context.Request))
        {
            return !errors.IsEmpty
                ? TypedResults.ValidationProblem(errors.ToDictionary())
                : await csv.ReceiveAsync(model.Predictor, context, (content, encoding) => ComputeAsync(computation, context, "body",
                    cancellationToken => computation.ComputeCsv(
                        version, model.Predictor, content, encoding, options.Value.Limits.TableColumns, cancellationToken)));
        }

        var body = await JsonBody.BindAsync(context);
        var request = new StrictJsonReader(errors).Read<EvaluationRequest>(body?.Json);
        if (!errors.IsEmpty)
        {
            return TypedResults.ValidationProblem(errors.ToDictionary());
        }

        // The answer shows rows or classes of the dataset, which only callers may see that can read datasets.
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

        return limit.IsFull ? limit.LimitReached(context) : await ComputeDatasetAsync(request, version, model.Predictor, computation, context);
    }

    private async Task<IResult> ComputeDatasetAsync(
        EvaluationRequest request, ModelVersion version, Predictor predictor, ILabelledRowsComputation computation, HttpContext context)
    {
        var dataset = await datasets.LoadAsync(request.Dataset, context.RequestAborted);
        try
        {
            return DatasetToScore.FindProblem(dataset, request.Part, predictor.Description) is { } problem
                ? TypedResults.ValidationProblem(new Dictionary<string, string[]> { [problem.Field] = [problem.Reason] })
                : await ComputeAsync(computation, context, "dataset", cancellationToken =>
                    computation.ComputeDataset(version, predictor, dataset, request.Part, cancellationToken));
        }
        catch (Exception exception) when (UploadStore.IsMissing(exception))
        {
            throw UploadStore.FileMissing(request.Dataset, exception);
        }
    }

    // Rows that have been received completely are not refused: they wait until they can be computed.
    private async Task<IResult> ComputeAsync(
        ILabelledRowsComputation computation, HttpContext context, string field, Func<CancellationToken, (int Rows, IResult Answer)> compute)
    {
        var start = Stopwatch.GetTimestamp();
        await limit.EnterAsync(context.RequestAborted);
        try
        {
            var (rows, answer) = await Task.Run(() => compute(context.RequestAborted), context.RequestAborted);
            meter.RecordAnswered(computation.Form, rows, start);
            return answer;
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
}
