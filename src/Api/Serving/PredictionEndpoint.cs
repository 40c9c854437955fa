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
        var form = isCsv ? ServingMeter.Csv : ServingMeter.Json;
        IResult? problem;
        try
        {
            problem = await (isCsv ? AnswerCsvAsync(reference, context, strict) : AnswerJsonAsync(reference, context, strict));
            if (problem is not (null or IStatusCodeHttpResult { StatusCode: >= 400 }))
            {
                // An answer in CSV, which is computed as it is written.
                await problem.ExecuteAsync(context);
                return;
            }
        }
        catch (Exception exception)
        {
            meter.NotAnswered(form, exception, context.RequestAborted);
            throw;
        }

        // Counted once: who breaks off from here on is not counted again. And nobody else waits for a slow reader.
        if (problem is null)
        {
            await context.Response.BodyWriter.FlushAsync(context.RequestAborted);
            return;
        }

        meter.NotAnswered(form, problem is IStatusCodeHttpResult { StatusCode: StatusCodes.Status503ServiceUnavailable } ? PredictionOutcome.Refused : PredictionOutcome.Wrong);
        await problem.ExecuteAsync(context);
    }

    /// <summary>404</summary>
    internal static ProblemHttpResult NoSuch(ModelReference reference) => TypedResults.Problem(
        $"There is no {reference}. GET /api/models lists them.", statusCode: StatusCodes.Status404NotFound);

    private async ValueTask<IResult?> AnswerCsvAsync(ModelReference reference, HttpContext context, bool strict) =>
        await models.FindAsync(reference, context.RequestAborted) is var (_, model) ? await csv.AnswerAsync(model.Predictor, context, strict) : NoSuch(reference);

    /// <summary>Writes the answer, still to be flushed.</summary>
    /// <returns>What to answer instead; null where there is an answer.</returns>
    private async ValueTask<IResult?> AnswerJsonAsync(ModelReference reference, HttpContext context, bool strict)
    {
        JsonBody.RequireJson(context.Request);
        using var body = await RequestBytes.ReadAsync(context.Request, limit, context.RequestAborted);
        var start = Stopwatch.GetTimestamp();
        if (!limit.TryEnter())
        {
            return limit.Refuse(context);
        }

        try
        {
            if (await models.FindAsync(reference, context.RequestAborted) is not var (version, model))
            {
                return NoSuch(reference);
            }

            var (errors, warnings) = (new FieldErrors(), new Warnings());
            using var rows = Read(body, model.Predictor, errors, warnings, strict, context.RequestAborted);
            var outputs = errors.None ? await model.RunAsync(rows.Numbers) : [];
            foreach (var row in model.Predictor.Overflows(outputs))
            {
                errors.Add(string.Create(CultureInfo.InvariantCulture, $"{(model.Predictor.Encoder is null ? "instances" : "rows")}[{row}]"), Predictor.OverflowReason);
            }

            if (!errors.None)
            {
                return TypedResults.ValidationProblem(errors.ToDictionary(), "The request does not fit the model; every reason is in errors.");
            }

            Write(context.Response, version, model.Predictor, outputs, warnings);
            meter.Answered(ServingMeter.Json, rows.Rows, start);
            return null;
        }
        finally
        {
            limit.Leave();
        }
    }

    private InputRows Read(RequestBytes body, Predictor predictor, FieldErrors errors, Warnings warnings, bool strict, CancellationToken cancellation)
    {
        try
        {
            var rows = PredictionBody.Read(body.Span, predictor, options.Value.Limits, errors, warnings, cancellation);
            foreach (var problem in strict ? warnings.InOrder : [])
            {
                errors.Add(string.Create(CultureInfo.InvariantCulture, $"rows[{problem.Row}].{problem.Column}"), problem.Reason);
            }

            return rows;
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
