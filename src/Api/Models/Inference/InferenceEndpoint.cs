using System.Diagnostics;
using LearnML.Api.Hosting;
using LearnML.Api.Models.Inference.Reading;
using LearnML.Api.Models.Inference.Writing;
using LearnML.Api.Models.Registry;
using LearnML.Api.Models.Serving;
using LearnML.Api.Requests;
using LearnML.Contracts;
using LearnML.Training.Predicting;
using LearnML.Training.Scoring;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Models.Inference;

/// <summary>Handles inference requests: reads the request, runs the model and writes the response.</summary>
/// <param name="resolver">Finds the model of a request.</param>
/// <param name="limit">Limits how many predictions are computed at the same time.</param>
/// <param name="statistics">Counts and times requests by version.</param>
/// <param name="options">The settings.</param>
/// <param name="meter">Counts predictions and measures how long they take.</param>
internal sealed class InferenceEndpoint(
    ModelResolver resolver, PredictionLimit limit, InferenceStatistics statistics, IOptions<LearnMLOptions> options, ServingMeter meter)
{
    /// <summary>A smaller answer costs less memory than the rest of a request, so it is not counted.</summary>
    private const long CountedAnswerBytes = 1 << 16;

    /// <summary>An answer is in memory as numbers, in a buffer that has grown to at most twice its size, and in the server's buffers.</summary>
    private const int CopiesOfAnswer = 4;

    /// <summary>The length of <c>false,</c>.</summary>
    private const int BytesOfSetPerClass = 6;

    /// <summary>Writes the response, or returns an error.</summary>
    /// <exception cref="InferenceException">The request is malformed or does not fit the model, or there is no such model.</exception>
    public async Task<IResult> HandleAsync(ModelReference reference, HttpContext context)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            using var body = await RequestBodyBuffer.ReadAsync(context.Request, limit, context.RequestAborted);
            var received = Stopwatch.GetTimestamp();
            if (!limit.TryEnter())
            {
                meter.RecordNotAnswered(ServingMeter.Inference, PredictionOutcome.Refused);
                return limit.LimitReached(context);
            }

            try
            {
                var (version, model) = await resolver.ResolveAsync(reference, context.RequestAborted) ?? throw InferenceServices.NotFound(reference);
                meter.RecordAnswered(ServingMeter.Inference, await PredictAsync(body, version, model, context, start), received);
            }
            finally
            {
                limit.Exit();
            }

            await AnswerFlush.RunAsync(context, context.Response.ContentLength ?? 0);
            return Results.Empty;
        }
        catch (Exception exception)
        {
            meter.RecordNotAnswered(ServingMeter.Inference, exception, context.RequestAborted);
            throw;
        }
    }

    /// <summary>Writes the response.</summary>
    /// <returns>The number of predicted rows.</returns>
    private async Task<int> PredictAsync(RequestBodyBuffer body, ModelVersion version, ServedModel model, HttpContext context, long start)
    {
        var (warnings, predictor, limits) = (new PredictionWarnings(), model.Predictor, options.Value.Limits);
        try
        {
            var request = InferenceRequestReader.Read(body.Span, context.Request.Headers[InferenceRequestReader.JsonLengthHeader], limits.JsonDepth);
            var details = CreateDetails(request, predictor);
            using var rows = InferenceInputReader.Read(request, body.Span, predictor, limits.RowsPerPrediction, limit, warnings);
            var inputTime = Stopwatch.GetElapsedTime(start);
            var bytesPerRow = model.AnswerBytesPerRow + (details.Sets is null ? 0 : BytesOfSetPerClass * predictor.OutputsPerRow);
            if (rows.RowCount * bytesPerRow is > CountedAnswerBytes and var answerBytes)
            {
                limit.Memory.ReserveUntilAnswered(context).Add(CopiesOfAnswer * answerBytes);
            }

            var outputs = await model.RunAsync(rows.Values, context.RequestAborted);
            var computeTime = Stopwatch.GetElapsedTime(start) - inputTime;
            if (predictor.FindOverflows(outputs) is { Count: > 0 } overflows)
            {
                throw new InferenceException($"There is no prediction for row {string.Join(", ", overflows)}: {Predictor.OverflowReason}.");
            }

            InferenceResponseWriter.Write(context.Response, request, version, predictor, outputs, details, warnings);
            statistics.RecordSuccess(version, rows.RowCount, inputTime, computeTime, Stopwatch.GetElapsedTime(start));
            return rows.RowCount;
        }
        catch (InferenceException)
        {
            statistics.RecordFailure(version, Stopwatch.GetElapsedTime(start));
            throw;
        }
    }

    private static PredictionDetails CreateDetails(InferenceRequest request, Predictor predictor)
    {
        if (request.Interval is null && request.Set is null)
        {
            return PredictionDetails.None;
        }

        var errors = new FieldErrors();
        var details = new PredictionOptions(Interval: request.Interval, Set: request.Set).CreateDetails(predictor, errors);
        return errors.IsEmpty ? details : throw new InferenceException(string.Join(
            " ", errors.ToDictionary().SelectMany(field => field.Value.Select(reason => $"{field.Key} {reason}."))));
    }
}
