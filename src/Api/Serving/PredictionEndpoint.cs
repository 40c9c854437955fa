using System.Diagnostics;
using System.Globalization;
using LearnML.Api.Requests;
using LearnML.Api.Telemetry;
using LearnML.Contracts;
using LearnML.Training.Predicting;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace LearnML.Api.Serving;

/// <summary>Reads what a model is asked, asks it, and answers.</summary>
/// <param name="models">The models that answer.</param>
/// <param name="csv">Answers CSV files.</param>
/// <param name="limit">How many predictions there may be at once.</param>
/// <param name="options">The settings.</param>
/// <param name="meter">Measures what is answered.</param>
public sealed class PredictionEndpoint(ServedModels models, CsvEndpoint csv, PredictionLimit limit, IOptions<LearnMLOptions> options, ServingMeter meter)
{
    /// <summary>Answers images or rows in JSON, or a CSV file with one.</summary>
    /// <exception cref="BadHttpRequestException">It is neither, or too large.</exception>
    public async Task AnswerAsync(ModelReference reference, HttpContext context, bool strict)
    {
        ArgumentNullException.ThrowIfNull(context);
        var isCsv = CsvEndpoint.IsCsv(context.Request);
        try
        {
            await AnswerAsync(reference, context, strict, isCsv);
        }
        catch (Exception exception) when (!context.RequestAborted.IsCancellationRequested)
        {
            meter.NotAnswered(isCsv ? ServingMeter.Csv : ServingMeter.Json, exception is BadHttpRequestException { StatusCode: < 500 } ? PredictionOutcome.Wrong : PredictionOutcome.Failed);
            throw;
        }
    }

    /// <summary>404</summary>
    internal static ProblemHttpResult NoSuch(ModelReference reference) => TypedResults.Problem(
        $"There is no {reference}. GET /api/models lists them.", statusCode: StatusCodes.Status404NotFound);

    private async Task AnswerAsync(ModelReference reference, HttpContext context, bool strict, bool isCsv)
    {
        IResult? problem;
        if (isCsv)
        {
            problem = await models.FindAsync(reference, context.RequestAborted) is var (_, model) ? await csv.AnswerAsync(model.Predictor, context, strict) : NoSuch(reference);
        }
        else
        {
            JsonBody.RequireJson(context.Request);
            using var body = await RequestBytes.ReadAsync(context.Request, limit, context.RequestAborted);
            problem = await AnswerJsonAsync(reference, body, context, strict);
        }

        // Nobody else waits for a slow reader.
        if (problem is null)
        {
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
        }
        else
        {
            // An answer in CSV is a result too, which has no status of its own.
            if (problem is IStatusCodeHttpResult { StatusCode: >= 400 and var status })
            {
                meter.NotAnswered(isCsv ? ServingMeter.Csv : ServingMeter.Json, status == StatusCodes.Status503ServiceUnavailable ? PredictionOutcome.Refused : PredictionOutcome.Wrong);
            }

            await problem.ExecuteAsync(context);
        }
    }

    /// <summary>Writes the answer, still to be flushed.</summary>
    /// <returns>What to answer instead; null where there is an answer.</returns>
    private async ValueTask<IResult?> AnswerJsonAsync(ModelReference reference, RequestBytes body, HttpContext context, bool strict)
    {
        var start = Stopwatch.GetTimestamp();
        if (!limit.TryEnter())
        {
            return limit.Refuse(context);
        }

        try
        {
            return await models.FindAsync(reference, context.RequestAborted) is var (version, model)
                ? await AnswerAsync(version, model, body, context, strict, start)
                : NoSuch(reference);
        }
        finally
        {
            limit.Leave();
        }
    }

    private async ValueTask<IResult?> AnswerAsync(ModelVersion version, ServedModel model, RequestBytes body, HttpContext context, bool strict, long start)
    {
        var (errors, warnings) = (new FieldErrors(), new Warnings());
        using var rows = Read(body, model.Predictor, errors, warnings, context.RequestAborted);
        foreach (var problem in strict ? warnings.InOrder : [])
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"rows[{problem.Row}].{problem.Column}"), problem.Reason);
        }

        if (!errors.None)
        {
            return Wrong(errors);
        }

        var outputs = await model.RunAsync(rows.Numbers);
        foreach (var row in model.Predictor.Overflows(outputs))
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture, $"{(model.Predictor.Encoder is null ? "instances" : "rows")}[{row}]"), Predictor.OverflowReason);
        }

        if (!errors.None)
        {
            return Wrong(errors);
        }

        Write(context.Response, version, model.Predictor, outputs, warnings);
        meter.Answered(ServingMeter.Json, rows.Rows, start);
        return null;
    }

    private static ValidationProblem Wrong(FieldErrors errors) =>
        TypedResults.ValidationProblem(errors.ToDictionary(), "The request does not fit the model; every reason is in errors.");

    private InputRows Read(RequestBytes body, Predictor predictor, FieldErrors errors, Warnings warnings, CancellationToken cancellation)
    {
        try
        {
            return PredictionBody.Read(body.Span, predictor, options.Value.Limits, errors, warnings, cancellation);
        }
        catch (Exception exception) when (JsonBody.IsNotJson(exception))
        {
            throw new BadHttpRequestException($"The body is not JSON: {exception.Message}", exception);
        }
    }

    private static void Write(HttpResponse response, ModelVersion version, Predictor predictor, float[] outputs, Warnings warnings)
    {
        var body = JsonBuffer.Rent();
        PredictionWriter.Write(body.Json, version, predictor, outputs, warnings.InOrder);
        body.WriteTo(response);
    }
}
